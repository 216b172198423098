"""Frozen vintages: the public figures of a quarter that is over, computed once, kept and signed."""
