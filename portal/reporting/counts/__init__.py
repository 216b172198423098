"""What is counted, cell by cell, and what pages of figures read of it."""
