"""Recommendations of the complaints service: written, replied to, carried out, verified."""
