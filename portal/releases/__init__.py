"""Changing the rules of an agency: drafts, files, releases, and what they would do."""
