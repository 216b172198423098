"""Contact limits: reasoned, dated and reviewable; never on the right to complain."""
