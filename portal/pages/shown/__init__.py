"""What several audiences are shown alike: an agency, as in the preview of a draft, and dates."""
