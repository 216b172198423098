"""A settings file as a text: its tree with lines and columns, its mistakes, and changes to it."""
