"""Where something happened, as somebody typed it, and which agencies serve there."""
