"""Reprisals: reported in confidence, acted upon by a date, followed up."""
