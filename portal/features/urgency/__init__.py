"""Urgency: a rule proposes it, a person confirms it, and the first act has its own date."""
