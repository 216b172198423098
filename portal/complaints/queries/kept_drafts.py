"""Drafts as they are stored, their documents, and how many are begun and sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple, cast

from sqlalchemy import (
    ColumnElement,
    Connection,
    LargeBinary,
    Table,
    bindparam,
    func,
    insert,
    select,
    type_coerce,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.complaints.records.complaint import DraftRecord
from portal.complaints.records.message import AttachmentRecord, DraftCountRecord
from portal.db.direct import Direct
from portal.db.sealing import sealed_for
from portal.domain.errors import DraftGoneError

_DRAFT = cast("Table", DraftRecord.__table__)
_D = _DRAFT.c
_SEALED = type_coerce(_D.content, LargeBinary)
_WANTED = _D.id == bindparam("wanted")
# Every page of the journey opens the draft, every step keeps it: one statement, no stored object.
_OPENING = Direct(
    select(
        *(_D.id, _D.secret_hash, _D.language, _D.agency, _D.category, _D.content),
        *(_D.updated_at, _D.expires_at, _D.receipt, _D.documents, _SEALED.label("sealed")),
        *(_D.code_until, _D.created_at),
    ).where(_WANTED)
)
_BEGINNING = insert(_DRAFT)
_SHOWING = update(_DRAFT).where(_WANTED).values(code_until=bindparam("until"))
_SHUTTING = (
    update(_DRAFT)
    .where(_WANTED, _D.secret_hash == bindparam("old"))
    .values(secret_hash=bindparam("new"))
)
_WITH_CODES = select(_D.id, _D.receipt).where(_D.code_until <= bindparam("now")).limit(500)
_FORGETTING = update(_DRAFT).where(_WANTED).values(code_until=None, receipt=bindparam("kept"))
_REWRITTEN = ("language", "agency", "category", "content", "updated_at", "expires_at")
_KEEPING = Direct(
    update(_DRAFT)
    .where(_WANTED, bindparam("seen", type_=LargeBinary) == _SEALED)
    .values({name: bindparam(f"new_{name}", type_=_D[name].type) for name in _REWRITTEN})
    .returning(_SEALED.label("sealed"), _D.documents)
)

_C = DraftCountRecord
_COUNT = cast("Table", DraftCountRecord.__table__)
_BEGUN = {
    name: build(_COUNT)
    .values(begun=1, sent=0)
    .on_conflict_do_update(
        index_elements=list(_COUNT.primary_key), set_={"begun": _COUNT.c.begun + 1}
    )
    for name, build in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}
_OF_PLACE = (
    (_COUNT.c.day == bindparam("of_day"))
    & (_COUNT.c.cut == bindparam("of_cut"))
    & (_COUNT.c.value == bindparam("of_value"))
)
_SENT = (
    update(_COUNT).where(_OF_PLACE, _COUNT.c.sent < _COUNT.c.begun).values(sent=_COUNT.c.sent + 1)
)

_ATTACHMENT = cast("Table", AttachmentRecord.__table__)
_DOCUMENTS = select(_ATTACHMENT).where(_ATTACHMENT.c.draft_id == bindparam("draft"))


class KeptDraft(NamedTuple):
    """A draft as it is kept, and its content as it is sealed besides."""

    id: str
    secret_hash: str
    language: str
    agency: str | None
    category: str | None
    content: Any
    updated_at: datetime
    expires_at: datetime
    receipt: Any
    documents: int
    sealed: bytes | None
    code_until: datetime | None
    created_at: datetime


def kept_draft(connection: Connection, draft_id: str) -> KeptDraft | None:
    """Return a draft, whoever asks for it; None if it is not there."""
    row = _OPENING.first(connection, wanted=draft_id)
    return KeptDraft(*row) if row else None


def enter_draft(connection: Connection, row: Mapping[str, Any]) -> None:
    """Add the row of a new draft."""
    connection.execute(_BEGINNING, row)


def rewrite_draft(
    connection: Connection, draft_id: str, seen: bytes | None, row: Mapping[str, Any]
) -> tuple[bytes, int] | None:
    """Write a draft anew if its content is still the one `seen`, never twice the same as sealed.

    Return how it is sealed now, and how many documents it has. None tells that nothing was
    written: somebody kept something meanwhile, sent the draft or erased it.
    """
    new = {f"new_{name}": row[name] for name in _REWRITTEN}
    new["new_content"] = sealed_for(connection, _D.content, draft_id, row["content"])
    kept = _KEEPING.first(connection, wanted=draft_id, seen=seen, **new)
    return (kept[0], kept[1]) if kept else None


def show_code_until(connection: Connection, draft_id: str, until: datetime) -> None:
    """Note until when the access code of a draft that was sent is shown."""
    connection.execute(_SHOWING, {"wanted": draft_id, "until": until})


def shut_draft(connection: Connection, draft_id: str, old: str, new: str) -> None:
    """Give a draft another secret, by its hash, if it still has the `old` one."""
    connection.execute(_SHUTTING, {"wanted": draft_id, "old": old, "new": new})


def receipts_with_codes(
    connection: Connection, now: datetime
) -> Sequence[tuple[str, Mapping[str, Any]]]:
    """Return drafts whose codes are no longer to be shown, and their receipts; 500 at most."""
    return [(row.id, row.receipt) for row in connection.execute(_WITH_CODES, {"now": now})]


def rewrite_receipt(connection: Connection, draft_id: str, receipt: Mapping[str, Any]) -> None:
    """Keep a receipt without its code."""
    sealed = sealed_for(connection, _D.receipt, draft_id, receipt)
    connection.execute(_FORGETTING, {"wanted": draft_id, "kept": sealed})


def held_draft(session: Session, draft_id: str) -> DraftRecord:
    """Hold a draft as it is now, or raise DraftGoneError; it may have been sent."""
    draft = session.get(DraftRecord, draft_id, with_for_update=True, populate_existing=True)
    if draft is None:
        raise DraftGoneError(draft_id)
    return draft


def draft_to_resume(session: Session, resume_hash: str) -> DraftRecord | None:
    """Return the draft that a code opens by its hash, if one does."""
    return session.scalar(select(DraftRecord).where(DraftRecord.resume_hash == resume_hash))


def expired_draft_ids(session: Session, now: datetime, at_most: int = 500) -> list[str]:
    """Return drafts whose time is over and which never became complaints."""
    statement = select(DraftRecord.id).where(
        DraftRecord.expires_at <= now, DraftRecord.sent_at.is_(None)
    )
    return list(session.scalars(statement.limit(at_most)))


def attached_to(session: Session, draft_id: str) -> Sequence[AttachmentRecord]:
    """Return the documents of a draft, in the order in which they were added."""
    of_draft = select(AttachmentRecord).where(AttachmentRecord.draft_id == draft_id)
    return session.scalars(of_draft.order_by(AttachmentRecord.id)).all()


def count_and_size(session: Session, owner: ColumnElement[bool]) -> tuple[int, int]:
    """Return how many documents a draft or a complaint has, and how many bytes they take."""
    size = func.coalesce(func.sum(AttachmentRecord.size), 0)
    count, total = session.execute(select(func.count(), size).where(owner)).one()
    return count, total


def is_kept_already(session: Session, owner: ColumnElement[bool], name: str, sha256: str) -> bool:
    """Tell whether the complainant sent the very same document before, under the same name."""
    same = select(AttachmentRecord.name).where(
        owner, AttachmentRecord.from_citizen, AttachmentRecord.sha256 == sha256
    )
    return name in session.scalars(same).all()


def documents_handed_over(connection: Connection, draft_id: str) -> list[dict[str, Any]]:
    """Return the documents of a draft, as they will stand with the complaint that it becomes."""
    rows = connection.execute(_DOCUMENTS, {"draft": draft_id}).mappings()
    return [{**row, "draft_id": None} for row in rows]


class DraftCut(StrEnum):
    """By what drafts are counted: by one of these at a time, never by two."""

    AGENCY = "agency"
    ALL = "all"
    LANGUAGE = "language"


Cuts = Iterable[tuple[DraftCut, str]]
"""By what a draft is counted, and which of these it is of."""


class DraftCounts(NamedTuple):
    """How many drafts were begun, and how many of them were sent, in one part of a cut."""

    cut: str
    value: str
    begun: int
    sent: int


def count_begun(connection: Connection, day: date, cuts: Cuts) -> None:
    """Count a draft as begun on a day."""
    # In the order of their keys, so that two who begin at once never wait for each other.
    rows = [{"day": day, "cut": cut.value, "value": value} for cut, value in sorted(cuts)]
    if rows:
        connection.execute(_BEGUN[connection.dialect.name], rows)


def count_sent(connection: Connection, day: date, cuts: Cuts) -> None:
    """Count a draft that was begun on a day as sent; one begun before drafts were counted is not.

    So no more are ever sent than were begun.
    """
    rows = [{"of_day": day, "of_cut": cut.value, "of_value": value} for cut, value in sorted(cuts)]
    connection.execute(_SENT, rows)


def drafts_between(session: Session, first: date, last: date) -> list[DraftCounts]:
    """Return how many drafts were begun from one day to another, and sent until now."""
    columns, sums = (_C.cut, _C.value), (func.sum(_C.begun), func.sum(_C.sent))
    asked = select(*columns, *sums).where(_C.day.between(first, last)).group_by(*columns)
    return [
        DraftCounts(cut, value, int(n), int(sent)) for cut, value, n, sent in session.execute(asked)
    ]
