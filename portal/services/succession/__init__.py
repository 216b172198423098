"""Organisations merged, split and renamed: planned, then carried out on their day."""
