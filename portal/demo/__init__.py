"""Demonstration data: invented people and complaints, in any number, always the same for a seed."""
