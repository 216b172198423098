"""Searches of the work list that people keep, each for themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.complaints.records.people import SavedSearchRecord

MOST = 20
"""How many searches one person keeps in one agency: the oldest goes when another comes."""


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A kept search: its name, and the query string of its list."""

    id: int
    name: str
    query: Mapping[str, str]


def saved_searches(session: Session, user_id: int, agency: str) -> list[SavedSearch]:
    """Return what a person keeps for an agency, by name."""
    s = SavedSearchRecord
    rows = session.execute(
        select(s.id, s.name, s.query).where(s.user_id == user_id, s.agency == agency)
    )
    return sorted((SavedSearch(*row) for row in rows), key=lambda one: one.name.casefold())


def keep_search(
    session: Session, user_id: int, agency: str, name: str, query: Mapping[str, str]
) -> None:
    """Keep a search; one that has the same name gives way to it."""
    kept = sorted(saved_searches(session, user_id, agency), key=lambda one: one.id)
    same = [one.id for one in kept if one.name.casefold() == name.casefold()]
    too_many = [one.id for one in kept[: max(0, len(kept) - MOST + 1)]]
    for search_id in same or too_many:
        forget_search(session, user_id, agency, search_id)
    session.add(SavedSearchRecord(user_id=user_id, agency=agency, name=name, query=dict(query)))


def forget_search(session: Session, user_id: int, agency: str, search_id: int) -> None:
    """Forget a search, if it is this person's."""
    s = SavedSearchRecord
    is_theirs = s.id == search_id, s.user_id == user_id, s.agency == agency
    session.execute(delete(s).where(*is_theirs))
