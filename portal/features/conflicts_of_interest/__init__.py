"""Conflicts of interest: whoever a complaint concerns is excluded from it."""
