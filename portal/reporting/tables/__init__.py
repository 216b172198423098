"""Tables of figures as pages and files show them, with their marks, breaks and links."""
