"""`portal drill`: troubles that are made on purpose, on a copy, to see that what is promised holds.

Each drill serves the copy in processes of its own, files complaints there as people do, makes its
trouble, and compares what was acknowledged with what is there afterwards.
"""
