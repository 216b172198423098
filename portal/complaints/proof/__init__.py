"""Proving that nothing was forged: in the database, in an export, and for one receipt."""
