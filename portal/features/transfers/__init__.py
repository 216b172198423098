"""Transfers: a complaint changes agency, with what its complainant lets travel."""
