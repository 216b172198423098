"""Letters and notices that wait: to be gathered, posted, or looked at before they leave."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from portal.complaints.queries.staff import known_user
from portal.complaints.records.complaint import (
    COMPLAINANT,
    ClockRecord,
    ComplaintRecord,
    PersonRecord,
)
from portal.complaints.records.message import MessageRecord, NoticeRecord, OutboxRecord
from portal.complaints.records.people import UserRecord
from portal.db.row_filter import FOR_DELIVERY, on_behalf_of
from portal.domain.needs import forms_asked

_N, _O, _M, _P = NoticeRecord, OutboxRecord, MessageRecord, PersonRecord
_WAITS = (_O.by_post, _O.posted_on.is_(None))

LISTED = 200
"""How many letters wait on one page at most, the oldest first."""

_LOOKED_UP_AT_ONCE = 500


class NewestWords(Struct, frozen=True):
    """The newest text of a complaint."""

    from_citizen: bool
    at: datetime
    body: str


def unsent_letter(session: Session, complaint_id: int, template: str) -> OutboxRecord | None:
    """Return a letter of a complaint that nobody has yet: it is neither sent nor posted."""
    waits = (_O.sent_at.is_(None), _O.failed_at.is_(None), _O.posted_on.is_(None))
    of_it = (_O.complaint_id == complaint_id, _O.template == template)
    return session.scalars(select(_O).where(*of_it, *waits).order_by(_O.id)).first()


# Notices to the staff.


def people_with_notices(session: Session) -> list[int]:
    """Return for whom notices wait, by their ids."""
    return list(session.scalars(select(_N.user_id).distinct().order_by(_N.user_id)))


def free_user(session: Session, user_id: int) -> UserRecord | None:
    """Hold a user whom no other worker holds, if there is one."""
    of_user = select(UserRecord).where(UserRecord.id == user_id)
    return session.scalar(of_user.with_for_update(skip_locked=True, key_share=True))


def kinds_waiting(session: Session, user_id: int) -> set[str]:
    """Return the kinds of the notices that wait for somebody."""
    return set(session.scalars(select(_N.kind).where(_N.user_id == user_id).distinct()))


def facts_waiting(session: Session, user_id: int, kind: str) -> Sequence[Mapping[str, Any]]:
    """Return what the notices of a kind tell somebody for whom they wait."""
    return session.scalars(select(_N.params).where(_N.user_id == user_id, _N.kind == kind)).all()


def running_among(session: Session, clock_ids: Sequence[int | None]) -> set[int]:
    """Return those of the clocks that run."""
    running: set[int] = set()
    for begin in range(0, len(clock_ids), _LOOKED_UP_AT_ONCE):
        some = clock_ids[begin : begin + _LOOKED_UP_AT_ONCE]
        pending = select(ClockRecord.id).where(ClockRecord.id.in_(some), ClockRecord.pending)
        running |= set(session.scalars(pending))
    return running


def notices_of(session: Session, user_id: int) -> list[tuple[NoticeRecord, ComplaintRecord]]:
    """Return what waits for somebody, each notice with its complaint."""
    of_user = select(_N, ComplaintRecord).join(
        ComplaintRecord, ComplaintRecord.id == _N.complaint_id
    )
    return [(row[0], row[1]) for row in session.execute(of_user.where(_N.user_id == user_id)).all()]


def complaints_told(
    session: Session, told: Sequence[Mapping[str, Any]]
) -> list[tuple[ComplaintRecord, Mapping[str, Any]]]:
    """Return those of what is told of complaints whose agency still has them, each with its own."""
    if not told:
        return []
    numbers = sorted({str(facts["number"]) for facts in told})
    rows = session.scalars(select(ComplaintRecord).where(ComplaintRecord.number.in_(numbers)))
    known = {(row.number, row.agency): row for row in rows}
    found = ((known.get((facts["number"], facts["agency"])), facts) for facts in told)
    return [(complaint, facts) for complaint, facts in found if complaint is not None]


def opened_by(
    session: Session, user_id: int, numbers: Collection[str], now: datetime
) -> dict[str, str]:
    """Return of these complaints those that somebody of the staff may open now.

    By their numbers, with the agency that has each. Whoever has left opens none.
    """
    known = known_user(session, user_id, now)
    if known is None or not known.is_active:
        return {}
    seen = select(ComplaintRecord.number, ComplaintRecord.agency)
    asked, found = sorted(numbers), dict[str, str]()
    with on_behalf_of(session, known.actor):
        for begin in range(0, len(asked), _LOOKED_UP_AT_ONCE):
            some = asked[begin : begin + _LOOKED_UP_AT_ONCE]
            rows = session.execute(seen.where(ComplaintRecord.number.in_(some)))
            found |= {row.number: row.agency for row in rows}
    return found


# Letters on paper.


class ToPost(Struct, frozen=True):
    """A letter that waits to be posted; `is_held` while the agency may not read where to.

    `forms` are those in which its reader asked to get it.
    """

    id: int
    number: str
    template: str
    created_at: datetime
    forms: tuple[str, ...]
    person: str | None
    is_held: bool


def letters_to_post(session: Session, agency: str) -> list[ToPost]:
    """Return the letters of an agency that nobody has posted yet, the oldest first."""
    letter, complaint = OutboxRecord, ComplaintRecord
    statement = (
        select(
            *(letter.id, complaint.number, letter.template, letter.created_at),
            *(letter.complaint_id, letter.recipient, complaint.needs),
        )
        .join(complaint, complaint.id == letter.complaint_id)
        .where(*_WAITS, complaint.agency == agency)
        .order_by(letter.created_at, letter.id)
        .limit(LISTED)
    )
    rows = session.execute(statement).all()
    people = _people_to_write_to(session, {row.complaint_id for row in rows})
    return [
        ToPost(
            row.id,
            row.number,
            row.template,
            row.created_at,
            () if row.recipient else forms_asked(row.needs),
            *_addressee(row.recipient, people.get(row.complaint_id, (None, True))),
        )
        for row in rows
    ]


def _addressee(
    recipient: str | None, complainant: tuple[str | None, bool]
) -> tuple[str | None, bool]:
    """Return whom a letter is for, and whether no address is known: else whoever complains."""
    return (recipient.partition("\n")[0], False) if recipient else complainant


def _people_to_write_to(
    session: Session, complaint_ids: Collection[int]
) -> dict[int, tuple[str | None, bool]]:
    """Return the name of each complainant and whether no address is known, as far as may be read.

    Of two rows of one, the first is whole: it counts where it is seen.
    """
    statement = (
        select(_P.complaint_id, _P.name, _P.address.is_(None))
        .where(_P.complaint_id.in_(complaint_ids), _P.role == COMPLAINANT)
        .order_by(_P.id.desc())
    )
    return {row[0]: (row[1], row[2]) for row in session.execute(statement)}


def letter_to_post(session: Session, complaint_id: int, letter_id: int) -> OutboxRecord | None:
    """Return a letter about a complaint that nobody has posted yet, if there is one."""
    mine = (_O.id == letter_id, _O.complaint_id == complaint_id)
    return session.scalar(select(_O).where(*mine, *_WAITS))


def letters_by_post(session: Session, letter_ids: Sequence[int]) -> Sequence[OutboxRecord]:
    """Return those of the letters that go by post, posted or not, in the order of their ids."""
    by_post = select(_O).where(_O.id.in_(letter_ids), _O.by_post)
    return session.scalars(by_post.order_by(_O.id)).all()


def complaint_of(session: Session, letter: OutboxRecord) -> ComplaintRecord | None:
    """Return the complaint that a letter is about, if the actor may see it."""
    return session.get(ComplaintRecord, letter.complaint_id)


def text_with(session: Session, letter: OutboxRecord, kinds: Sequence[str]) -> str | None:
    """Return the text that was written to the person together with a letter, if any was."""
    together = (_M.complaint_id == letter.complaint_id, _M.at == letter.created_at)
    written = select(_M.body).where(*together, _M.kind.in_(kinds))
    return session.scalar(written.order_by(_M.id).limit(1))


# What has just been written.


def last_letter(session: Session) -> int:
    """Return the id of the newest letter of all."""
    return session.scalar(select(func.max(_O.id))) or 0


def has_text(session: Session, once: str) -> bool:
    """Tell whether a text that carries this mark was added."""
    return session.scalar(select(_M.id).where(_M.once == once)) is not None


def newest_words(session: Session, complaint_id: int) -> NewestWords | None:
    """Return the newest text of a complaint: by whom, when, and what it says."""
    texts = select(_M.from_citizen, _M.at, _M.body).where(_M.complaint_id == complaint_id)
    row = session.execute(texts.order_by(_M.id.desc()).limit(1)).first()
    return NewestWords(*row) if row else None


def newest_text(session: Session, complaint_id: int) -> str | None:
    """Return the newest text of a complaint."""
    texts = select(_M.body).where(_M.complaint_id == complaint_id)
    return session.scalar(texts.order_by(_M.id.desc()).limit(1))


def letter_after(
    session: Session, complaint_id: int, letter_id: int, codes: Collection[str]
) -> OutboxRecord | None:
    """Return the letter with one of these codes that came after another one, if one did."""
    later = select(_O).where(_O.complaint_id == complaint_id, _O.id > letter_id)
    return session.scalar(later.where(_O.template.in_(codes)))


def letters_not_left(session: Session, complaint_id: int) -> Sequence[OutboxRecord]:
    """Hold the letters about a complaint and its parts that the portal has not sent yet."""
    letter, about = OutboxRecord, ComplaintRecord
    ours = select(about.id).where(or_(about.id == complaint_id, about.parent_id == complaint_id))
    waiting = select(letter).where(
        letter.complaint_id.in_(ours), letter.done.is_(False), letter.by_post.is_(False)
    )
    held = waiting.with_for_update().execution_options(**{FOR_DELIVERY: True})
    return session.scalars(held).all()
