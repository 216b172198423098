"""The trees of large settings files, kept for all tests; the portal keeps those of small ones."""

from __future__ import annotations

from functools import lru_cache

from portal.agencies.files import tree

_AT_MOST = 40
"""More than there are files of sample agencies."""


def keep_large_trees() -> None:
    """Read a large file once for all tests: a second of the processor for what agencies share."""
    tree._read = lru_cache(maxsize=_AT_MOST)(tree._read)
