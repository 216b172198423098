"""What a search finds, by itself."""

from __future__ import annotations

from sqlalchemy.orm import Session

from portal.complaints.queries.search import search_for
from portal.db.reads import read_all
from portal.keyring import Keyring


def ids_matching(session: Session, keyring: Keyring, typed: str, at_most: int = 1000) -> list[int]:
    """Return the ids of the complaints that a search finds, the newest text first."""
    search = search_for(session, keyring, typed, at_most)
    if search is None:
        return []
    found: list[int] = read_all(session, (search.read,), **search.values)[search.read]
    return found
