"""Finished complaints of published quarters, line by line: no line tells of anybody."""
