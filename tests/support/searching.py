"""What a search finds, by itself."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.queries.search import search_for
from portal.db.reads import read_all
from portal.db.row_filter import as_the_portal
from portal.db.search.records import SearchTextRecord
from portal.keyring import Keyring


def ids_matching(session: Session, keyring: Keyring, typed: str, at_most: int = 1000) -> list[int]:
    """Return the ids of the complaints that a search finds, agency by agency, the newest first."""
    with as_the_portal(session):
        agencies = session.scalars(select(SearchTextRecord.agency).distinct()).all()
    found: list[int] = []
    for agency in sorted(agencies):
        search = search_for(session, keyring, typed, agency, at_most)
        if search is not None:
            found += read_all(session, (search.read,), **search.values)[search.read]
    return found
