"""Use cases: one function each. They decide; they never commit, and know nothing of the web."""
