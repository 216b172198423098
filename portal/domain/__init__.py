"""The rules of complaints: plain Python, no input or output."""
