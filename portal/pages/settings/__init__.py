"""The pages on which an agency's administrators change its rules."""
