"""Links between complaints: parent, part, related."""
