"""Information requests: the complaints service asks somebody of its agency, by a date."""
