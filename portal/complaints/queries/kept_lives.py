"""Complaints as they are stored, some at a time, with all that their history has to account for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct
from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session

from portal.complaints.queries.kept_sums import sums_of
from portal.complaints.records.complaint import ClockRecord, ComplaintRecord
from portal.complaints.records.message import (
    AttachmentRecord,
    HistoryEntryRecord,
    MessageRecord,
)
from portal.domain.text import NOT_OPENED
from portal.keyring import Keyring

_C, _H, _K = ComplaintRecord, HistoryEntryRecord, ClockRecord
_M, _A = MessageRecord, AttachmentRecord
_AT_ONCE = 500
_STANDS = (
    *(
        _C.id,
        _C.number,
        _C.agency,
        _C.category,
        _C.theme,
        _C.release_id,
        _C.status,
        _C.is_open,
        _C.level,
    ),
    *(_C.received_at, _C.due_at, _C.late_since, _C.answered_at, _C.closed_at),
    *(_C.taken_in_charge_at, _C.finding),
    *(_C.head_seq, _C.head_hash, _C.rows_sum, _C.head_signature),
)
_HAPPENED = (
    *(_H.complaint_id, _H.seq, _H.kind, _H.at, _H.recorded_at, _H.actor, _H.user_id),
    *(_H.public, _H.facts, _H.salt, _H.digest, _H.prev, _H.hash),
)
_PROMISED = (
    *(_K.complaint_id, _K.kind, _K.due_at, _K.last_day, _K.explanation),
    *(_K.met_at, _K.ended_at),
)
_DOCUMENTS = select(_A.complaint_id, _A.sha256)

Row = Any
Texts = Sequence[tuple[int, str]]
"""What was written with which entry, by its place; the story at 0."""


class KeptLife(Struct, frozen=True):
    """A complaint's row, and what stands with it; `texts` is None where one does not open.

    `rows_sum` is what all its rows add up to now.
    `documents` are the digests of its documents. `story_told` is the entry that tells of the story:
    the first one, of a part that of the whole.
    """

    complaint: Row
    entries: Sequence[Row]
    clocks: Sequence[Row]
    texts: Texts | None
    story_told: Row | None
    documents: frozenset[str]
    rows_sum: str | None


def kept_lives(session: Session, keyring: Keyring) -> Iterator[KeptLife]:
    """Yield every complaint, in the order of their ids, in constant memory."""
    last = 0
    while complaints := session.execute(
        select(*_STANDS).where(_C.id > last).order_by(_C.id).limit(_AT_ONCE)
    ).all():
        ids = range(complaints[0].id, complaints[-1].id + 1)
        entries = _by_complaint(session, select(*_HAPPENED).order_by(_H.seq), _H, ids)
        clocks = _by_complaint(session, select(*_PROMISED).order_by(_K.id), _K, ids)
        texts = _texts(session, [row.id for row in complaints])
        documents = _by_complaint(session, _DOCUMENTS, _A, ids)
        wholes = _filings_of_wholes(session, ids)
        sums = sums_of(session, keyring, {row.id: row.number for row in complaints})
        for row in complaints:
            own = entries.get(row.id, ())
            told = wholes.get(row.id) or next(iter(own), None)
            digests = frozenset(document.sha256 for document in documents.get(row.id, ()))
            beside = (clocks.get(row.id, ()), texts.get(row.id), told, digests)
            yield KeptLife(row, own, *beside, sums.get(row.id))
        last = complaints[-1].id


def _by_complaint(
    session: Session, statement: Select[*tuple[Any, ...]], record: Any, ids: range
) -> Mapping[int, list[Row]]:
    rows: dict[int, list[Row]] = {}
    owner = record.complaint_id
    for row in session.execute(statement.where(owner >= ids.start, owner < ids.stop)):
        rows.setdefault(row.complaint_id, []).append(row)
    return rows


def _filings_of_wholes(session: Session, ids: range) -> Mapping[int, Row]:
    """Return the first entry of the complaint of which each is a part, as far as it tells texts."""
    of_whole = and_(_H.complaint_id == _C.parent_id, _H.seq == 1)
    parts = select(_C.id, _H.facts, _H.salt).join(_H, of_whole)
    rows = session.execute(parts.where(_C.id >= ids.start, _C.id < ids.stop))
    return {row.id: row for row in rows}


def _texts(session: Session, ids: Sequence[int]) -> Mapping[int, Texts]:
    """Return the texts of complaints; a complaint of which one does not open has none."""
    texts = _opened(session, ids)
    # Itself: somebody may have written the same words.
    return {
        id_: own for id_, own in texts.items() if all(text is not NOT_OPENED for _, text in own)
    }


def _opened(session: Session, ids: Sequence[int]) -> Mapping[int, Texts]:
    stories = session.execute(select(_C.id, _C.story).where(_C.id.in_(ids)))
    texts: dict[int, list[tuple[int, str]]] = {row.id: [(0, row.story)] for row in stories}
    written = select(_M.complaint_id, _M.history_seq, _M.body).where(_M.complaint_id.in_(ids))
    for complaint_id, seq, body in session.execute(written):
        texts[complaint_id].append((seq, body))
    return texts
