"""Plaintes: one portal for complaints about any public agency."""

__version__ = "0.1.0"
