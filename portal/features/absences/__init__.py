"""Absences: somebody is away, and somebody works in their place."""
