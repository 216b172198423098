"""E-mails that came in: those to work, an agency's list, one of them, and whose they may be."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from msgspec import Struct
from sqlalchemy import and_, bindparam, exists, func, select, text, update
from sqlalchemy.orm import Session

from portal.complaints.records.complaint import ComplaintRecord, DraftRecord, PersonRecord
from portal.complaints.records.message import OutboxRecord
from portal.complaints.records.people import UserRecord
from portal.db.reads import Read
from portal.domain.errors import UnknownComplaintError
from portal.features.incoming_mail.records import IncomingEmailRecord
from portal.features.incoming_mail.rules import Match, State

_E, _C, _P, _O = IncomingEmailRecord, ComplaintRecord, PersonRecord, OutboxRecord
_U = UserRecord
ROWS_A_PAGE = 50


class Email(Struct, frozen=True):
    """An e-mail as it is listed and shown: what it says, where it stands, what is proposed."""

    id: int
    agency: str
    received_at: datetime
    state: str
    kind: str
    why: str
    file_key: str
    size: int
    content: dict[str, Any]
    complaint_id: int | None
    entry: str | None
    sorted_at: datetime | None
    sorted_by: int | None
    number: str | None
    sorter: str | None

    def said(self, name: str) -> str:
        """Return a part of what was read, empty where nothing was."""
        return str(self.content.get(name) or "")


_COLUMNS = select(
    *(_E.id, _E.agency, _E.received_at, _E.state, _E.kind, _E.why, _E.file_key, _E.size),
    *(_E.content, _E.complaint_id, _E.entry, _E.sorted_at, _E.sorted_by, _C.number),
    _U.name.label("sorter"),
)
_SHOWN = _COLUMNS.outerjoin(_C, _C.id == _E.complaint_id).outerjoin(_U, _U.id == _E.sorted_by)


def _email(row: Any) -> Email:
    values = dict(row._mapping)
    return Email(**{**values, "content": values["content"] or {}})


def known(session: Session, digests: Collection[str]) -> set[str]:
    """Return those of some digests of which a message was kept before."""
    return set(session.scalars(select(_E.digest).where(_E.digest.in_(digests))))


def kept_ids(session: Session, at_most: int) -> Sequence[int]:
    """Return the e-mails that nothing was made of yet, the oldest first."""
    waits = select(_E.id).where(text("state = 'kept'")).order_by(_E.id).limit(at_most)
    return session.scalars(waits).all()


def kept(session: Session, email_id: int, *, held: bool = False) -> IncomingEmailRecord | None:
    """Return an e-mail, under its lock if it is `held`."""
    one = select(_E).where(_E.id == email_id)
    return session.scalar(one.with_for_update() if held else one)


def listed(
    session: Session, agency: str, states: Sequence[State], page: int
) -> tuple[list[Email], int]:
    """Return a page of an agency's e-mails in these states, the oldest first, and how many."""
    theirs = and_(_E.agency == agency, _E.state.in_([one.value for one in states]))
    total = session.scalar(select(func.count(_E.id)).where(theirs)) or 0
    order = _E.id if State.TO_SORT in states else _E.id.desc()
    rows = session.execute(
        _SHOWN.where(theirs).order_by(order).limit(ROWS_A_PAGE).offset((page - 1) * ROWS_A_PAGE)
    )
    return [_email(row) for row in rows], total


def email(session: Session, agency: str, email_id: int) -> Email:
    """Return one e-mail of an agency; raise UnknownComplaintError unless the actor sees it."""
    row = session.execute(_SHOWN.where(_E.id == email_id, _E.agency == agency)).first()
    if row is None:
        raise UnknownComplaintError(str(email_id))
    return _email(row)


def match_by_number(
    session: Session, number: str, sender_hash: str | None, now: datetime, *, by_token: bool
) -> Match | None:
    """Return the complaint of a number, and whether its person has this address."""
    row = session.execute(
        select(_C.id, _C.number, _C.agency, _C.is_open).where(_C.number == number)
    ).first()
    if row is None:
        return None
    is_theirs = sender_hash is not None and _has_address(session, row.id, sender_hash)
    today = select(func.count(_E.id)).where(
        _E.complaint_id == row.id,
        _E.state == State.ADDED.value,
        _E.received_at > now - timedelta(days=1),
    )
    return Match(
        complaint_id=row.id,
        number=row.number,
        agency=row.agency,
        is_open=row.is_open,
        by_token=by_token,
        by_number=True,
        by_sender=is_theirs,
        added_today=session.scalar(today) or 0,
    )


def _has_address(session: Session, complaint_id: int, sender_hash: str) -> bool:
    theirs = and_(_P.complaint_id == complaint_id, _P.email_hash == sender_hash)
    return bool(session.scalar(select(exists().where(theirs))))


def match_by_sender(session: Session, agency: str, sender_hash: str) -> Match | None:
    """Return the newest open complaint of an agency whose person has this address."""
    row = session.execute(
        select(_C.id, _C.number)
        .join(_P, _P.complaint_id == _C.id)
        .where(_C.agency == agency, _C.is_open, _P.email_hash == sender_hash)
        .order_by(_C.id.desc())
        .limit(1)
    ).first()
    if row is None:
        return None
    return Match(row.id, row.number, agency, True, False, False, True)


def take_over(session: Session, before: str, after: str) -> None:
    """Give the e-mails of one agency to the agency that succeeds it."""
    session.execute(update(_E).where(_E.agency == before).values(agency=after))


class SentLetter(Struct, frozen=True):
    """A letter that left, and the complaint that it was about."""

    id: int
    recipient: str | None
    of: Match


def letters_named(session: Session, ids: Collection[str]) -> list[SentLetter]:
    """Return the letters of these ids: a report that names one was made by who received it."""
    rows = session.execute(
        select(_O.id, _O.recipient, _C.id, _C.number, _C.agency, _C.is_open)
        .join(_C, _C.id == _O.complaint_id)
        .where(_O.message_id.in_(ids))
    )
    return [
        SentLetter(
            letter, recipient, Match(complaint, number, agency, is_open, False, False, False)
        )
        for letter, recipient, complaint, number, agency, is_open in rows
    ]


def letter(session: Session, letter_id: int) -> OutboxRecord:
    """Return a letter, to note what became of it."""
    return session.get_one(OutboxRecord, letter_id)


def entries_sent(session: Session, at_most: int) -> list[tuple[int, Any]]:
    """Return e-mails from which a complaint was written down since, each with its receipt."""
    rows = session.execute(
        select(_E.id, DraftRecord.receipt, DraftRecord.id)
        .join(DraftRecord, DraftRecord.id == _E.entry)
        .where(_E.state == State.TO_SORT.value, DraftRecord.sent_at.is_not(None))
        .limit(at_most)
    )
    return [(row[0], row[1]) for row in rows]


WAITING = Read(
    (
        select(func.max(_E.id), func.count(_E.id)).where(
            _E.agency == bindparam("agency"), _E.state == State.TO_SORT.value
        ),
    ),
    lambda rows: sum(count for (count,) in rows),
)
"""How many e-mails of an agency wait to be sorted."""
