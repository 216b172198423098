"""Recommendations: what the complaints service asks to be changed, replied to, done, verified."""
