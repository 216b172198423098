"""How complaints are handled: their life, the way up, what is held before it leaves."""
