"""What may be done with a complaint: one page for each action."""
