"""What is stored, and the only place where statements are written."""
