"""The outside world behind small protocols: mail servers and files."""
