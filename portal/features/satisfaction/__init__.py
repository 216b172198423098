"""Satisfaction: what complainants thought of an answer and of the service."""
