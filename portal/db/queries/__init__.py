"""What pages and commands read: small frozen values, never stored objects."""
