"""Lessons of an agency: what is to tell, writing one, reading it before everybody does."""
