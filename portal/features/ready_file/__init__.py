"""Ready file: all that another recourse needs of a complaint, signed."""
