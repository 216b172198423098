"""What is measured: indicators, their tallies, and which cells are too small to show."""
