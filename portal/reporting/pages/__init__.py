"""What each page of figures shows: the portrait, public figures, one figure, definitions."""
