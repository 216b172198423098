"""Asking inside the agency, and answering what was asked."""
