"""Drawings in SVG, made from numbers alone."""
