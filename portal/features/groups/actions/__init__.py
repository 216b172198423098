"""Complaints about the same cause: found, gathered, answered together, and followed."""
