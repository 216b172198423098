"""The forms of an agency's settings: each writes one part of the draft and shows its effect."""
