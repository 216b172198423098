"""How a complaint goes up a level, and what is told where nobody works."""
