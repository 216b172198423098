"""Figures of all agencies, for those who compare them and for the public."""
