"""Second reading: a colleague reads what is about to leave."""
