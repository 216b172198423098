"""Unreasonable conduct: limits on contact that somebody decides, and somebody else reviews."""
