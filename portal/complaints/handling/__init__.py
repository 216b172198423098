"""What its agency and its complainant do with a complaint, from first contact to the end."""
