"""What pages and the worker ask of the complaints, as frozen rows."""
