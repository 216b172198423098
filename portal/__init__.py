"""Plaintes: one portal for complaints about any public agency."""

__version__ = "0.2.0"
