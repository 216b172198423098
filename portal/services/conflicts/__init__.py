"""Conflicts of interest: whoever a complaint concerns is kept out of it, and somebody is told."""
