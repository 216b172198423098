"""What the checks are made of: an agency as it is examined, cases to ask it about."""
