"""The kernel: a complaint is filed, handled, answered and closed; no feature is known here."""
