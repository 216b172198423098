"""The portrait as a file: exactly what the page shows, in the form that somebody asks for."""
