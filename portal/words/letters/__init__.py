"""How letters are worded and laid out, in both languages."""
