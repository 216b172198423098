"""The index to search by is made anew from the texts: some complaints at a time, newest first.

It is after a migration, and where somebody asks for it. Until it is done, searches say how far it
is.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.complaints.queries.search import readable_texts
from portal.complaints.records.complaint import ComplaintRecord
from portal.db.search.records import SearchRebuildRecord, SearchTextRecord
from portal.db.search.segments import Rebuilding
from portal.db.search.stems import indexed_stems
from portal.db.search.texts import forget_complaint, index_complaint
from portal.keyring import Keyring

AT_ONCE = 500
"""How many complaints are made findable anew in one transaction."""

_C, _REBUILD = ComplaintRecord, SearchRebuildRecord
_THE_ONE = 1


def begin_rebuild(session: Session) -> None:
    """Let the index be made anew, unless that has begun."""
    newest = session.scalar(select(func.max(_C.id)))
    if newest is not None and session.get(_REBUILD, _THE_ONE) is None:
        lowest = session.scalar(select(func.min(SearchTextRecord.id))) or 0
        rebuild = {"reached": newest + 1, "newest": newest, "last_text": min(lowest, 0)}
        session.add(_REBUILD(id=_THE_ONE, **rebuild))


def rebuild_some(session: Session, keyring: Keyring, most: int = AT_ONCE) -> int:
    """Make the next complaints findable anew; return how many, 0 once there is nothing to do."""
    rebuild = session.get(_REBUILD, _THE_ONE, with_for_update=True)
    if rebuild is None:
        return 0
    ids = _next_ids(session, rebuild.reached, most)
    complaints = _held(session, ids)
    texts = readable_texts(session, {id_: agency for id_, agency, _ in complaints})
    for id_, agency, language in complaints:
        forget_complaint(session, id_)
        # The newest text of a complaint first: each that follows gets a lower number.
        for text in reversed(texts[id_]):
            rebuild.last_text -= 1
            stems = indexed_stems(keyring, language, text)
            index_complaint(session.connection(), id_, agency, stems, rebuild.last_text)
        rebuild.reached = id_
    if len(complaints) == len(ids) < most:
        session.delete(rebuild)
    return len(complaints)


def _next_ids(session: Session, reached: int, most: int) -> list[int]:
    next_ones = select(_C.id).where(_C.id < reached).order_by(_C.id.desc())
    return [*session.scalars(next_ones.limit(most))]


def _held(session: Session, ids: Sequence[int]) -> list[tuple[int, str, str]]:
    """Hold the next complaints and return each with its agency and language, newest first.

    They are those up to one that somebody else holds: it is waited for when it is the first, while
    no other is held.
    """
    wanted = select(_C.id, _C.agency, _C.language)
    free = wanted.where(_C.id.in_(ids)).with_for_update(skip_locked=True)
    held = {id_: (id_, agency, language) for id_, agency, language in session.execute(free)}
    ready = [held[id_] for id_ in takewhile(held.__contains__, ids)]
    if ready or not ids:
        return ready
    waited_for = wanted.where(_C.id == ids[0]).with_for_update()
    return [(id_, agency, language) for id_, agency, language in session.execute(waited_for)]


def rebuild_now(session: Session) -> Rebuilding | None:
    """Return how far the index is, where it is made anew."""
    rebuild = session.get(_REBUILD, _THE_ONE)
    return None if rebuild is None else Rebuilding(rebuild.reached, rebuild.newest)
