"""A demonstration complaint's life as rows of every table, and how many are written at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any, cast

from sqlalchemy import Table, func, insert, select, text
from sqlalchemy.orm import Session

from portal.complaints.entries import (
    Answered,
    Closed,
    EntryFacts,
    Extended,
    Filed,
    Reopened,
    TakenInCharge,
)
from portal.complaints.handling.casework import recourse_block
from portal.complaints.handling.filing import subject_of
from portal.complaints.handling.following import AGAIN
from portal.complaints.queries.access_codes import CODE_PURPOSE
from portal.complaints.records.complaint import (
    COMPLAINANT,
    ClockRecord,
    ComplaintRecord,
    EscalationRecord,
    IssueRecord,
    PersonRecord,
)
from portal.complaints.records.message import HistoryEntryRecord, MessageRecord
from portal.complaints.registering import ANOTHER_UNIT
from portal.db.base import Base
from portal.db.search.stems import Stem, indexed_stems
from portal.db.search.texts import index_complaint
from portal.db.signed_rows import signed_end, sum_of_new
from portal.demo import stories
from portal.demo.lives import Life
from portal.demo.people import full_name
from portal.domain.actor import PORTAL, Actor, ActorKind
from portal.domain.complaint import Channel, FiledFor, ReplyBy
from portal.domain.conclusion import Finding
from portal.domain.history import EntryKind, Head, entry_row
from portal.domain.number import new_access_code
from portal.domain.text import Language
from portal.domain.time.promised_dates import clock_row
from portal.features.referrals.rules import Referred
from portal.keyring import Keyring
from portal.words.remedies import usual_remedies
from portal.words.statuses import Concluded, conclusion_words

_COMPLAINANT = Actor(ActorKind.COMPLAINANT)
_MESSAGES: dict[type[EntryFacts], str] = {
    Answered: "answer",
    Closed: "conclusion",
    Extended: "extension",
    Reopened: AGAIN,
}
_BY_STAFF = (TakenInCharge, Answered, Closed, Extended)


@dataclass(frozen=True, slots=True)
class LifeRows:
    """Everything that is stored of one complaint: its own row, those of other tables, its words."""

    complaint: dict[str, Any]
    rows: dict[type[Base], list[dict[str, Any]]]
    stems: Sequence[Stem]


@dataclass(frozen=True, slots=True)
class _Texts:
    """What the invented complainant and the service wrote."""

    language: Language
    name: str
    story: str
    answer: str


def rows_of(
    keyring: Keyring,
    life: Life,
    keys: tuple[int, int, str],
    officer: int | None,
    random: Random,
) -> LifeRows:
    """Return the rows of a life; `keys` are its id, the id of its first clock, and its number."""
    complaint_id, clock_id, number = keys
    texts = _texts_of(life, random)
    entries, head = _entries(life, number, texts, officer)
    complaint = _complaint(keyring, life, keys, texts, officer)
    rows = {
        PersonRecord: [_person(complaint_id, texts.name)],
        IssueRecord: [_issue(complaint_id, life, texts)],
        ClockRecord: _clocks(life, complaint_id, clock_id),
        HistoryEntryRecord: [{**row, "complaint_id": complaint_id} for row in entries],
        EscalationRecord: _escalations(life, complaint_id, clock_id),
        MessageRecord: _messages(life, complaint_id, texts, officer),
    }
    own = {ComplaintRecord: [complaint], **rows}
    head = replace(head, rows=sum_of_new(keyring, number, own))
    return LifeRows(
        complaint={**complaint, **signed_end(keyring, head)},
        rows=rows,
        stems=indexed_stems(keyring, texts.language, texts.story, texts.name),
    )


def _texts_of(life: Life, random: Random) -> _Texts:
    languages = life.ways.agency.settings.agency.languages
    language: Language = languages[0] if random.random() < 0.85 else languages[-1]
    answer = ""
    if life.answered_at:
        block = recourse_block(life.ways.recourses, language) if life.ways.recourses else ""
        answer = f"{stories.answer(language, random, life.finding)}\n\n{block}".strip()
    story = stories.story(life.ways.category, language, random)
    return _Texts(language, full_name(random), story, answer)


def _entries(
    life: Life, number: str, texts: _Texts, officer: int | None
) -> tuple[list[dict[str, Any]], Head]:
    agency, category, at = life.ways.agency, life.ways.category, life.received_at
    filed = Filed(
        agency=agency.code,
        release=agency.release_id,
        category=category.code,
        theme=category.theme,
        unit=category.unit,
        channel=life.channel,
        language=texts.language,
        due_at=life.promised_first or life.clocks[2].due.due_at,
        level=1,
    ).having(_referral(life, number))
    first = entry_row(number, None, filed.kind, at, PORTAL, filed.stored(), texts.story)
    written = [first, entry_row(number, first.head, EntryKind.ACKNOWLEDGED, at, PORTAL, {})]
    staff = Actor(ActorKind.STAFF, user_id=officer) if officer else PORTAL
    for event in life.events:
        entry, last = event.entry, written[-1].head
        by = staff if isinstance(entry, _BY_STAFF) else PORTAL
        by = _COMPLAINANT if isinstance(entry, Reopened) else by
        text = _text(entry, texts)
        written.append(entry_row(number, last, entry.kind, event.at, by, entry.stored(), text))
    return [entry.row for entry in written], written[-1].head


def _referral(life: Life, number: str) -> Referred:
    """Let staff have led to some complaints: one call in four, one visit of the site in thirty."""
    random = Random(number)
    by_leaflet = life.channel is Channel.WEB
    if random.random() >= (1 / 30 if by_leaflet else 1 / 4):
        return Referred()
    units = [unit.code for unit in life.ways.agency.settings.units]
    referred_by = random.choice([*units, ANOTHER_UNIT])
    return Referred(referred_by, by_leaflet)


def _complaint(
    keyring: Keyring,
    life: Life,
    keys: tuple[int, int, str],
    texts: _Texts,
    officer: int | None,
) -> dict[str, Any]:
    agency, category = life.ways.agency, life.ways.category
    last = life.events[-1] if life.events else None
    return {
        "id": keys[0],
        "number": keys[2],
        "agency": agency.code,
        "release_id": agency.release_id,
        "category": category.code,
        "theme": category.theme,
        "unit": category.unit,
        "status": life.status.value,
        "is_open": life.status.is_open,
        "level": life.level,
        "top_level": len(life.ways.path),
        "holder": life.ways.path[life.level - 1].to,
        "assignee_id": officer,
        "channel": life.channel.value,
        "language": texts.language,
        "reply_by": ReplyBy.NONE.value,
        "full_answer_by_email": False,
        "filed_for": FiledFor.SELF.value,
        "may_transfer": False,
        "needs": [],
        "received_at": life.received_at,
        "due_at": life.listed_by,
        "late_since": life.late_since,
        "taken_in_charge_at": life.taken_in_charge_at,
        "answered_at": life.answered_at,
        "closed_at": life.closed_at,
        "finding": life.finding and life.finding.value,
        "last_event": last.entry.kind.value if last else EntryKind.FILED.value,
        "last_event_at": last.at if last else life.received_at,
        "subject": subject_of(texts.story),
        "story": texts.story,
        "answers": {"given": {}, "wish": "", "when_where": ""},
        "access_code_hash": keyring.hashed(new_access_code(), CODE_PURPOSE),
        "version": 1,
    }


def _person(complaint_id: int, name: str) -> dict[str, Any]:
    return {
        "complaint_id": complaint_id,
        "role": COMPLAINANT,
        "name": name,
        "email": None,
        "email_hash": None,
        "phone": None,
        "address": None,
        "agreement": None,
    }


def _issue(complaint_id: int, life: Life, texts: _Texts) -> dict[str, Any]:
    measure = stories.MEASURE.in_(texts.language) if life.has_measure else ""
    return {
        "complaint_id": complaint_id,
        "rank": 1,
        "text": subject_of(texts.story),
        "finding": life.finding and life.finding.value,
        "reasons": stories.reasons(life.finding, texts.language) if life.finding else None,
        "measure": measure if life.finding else None,
        "given": _given(texts) if life.is_given else None,
    }


def _given(texts: _Texts) -> str:
    return usual_remedies()[0].name.in_(texts.language)


def _clocks(life: Life, complaint_id: int, first_id: int) -> list[dict[str, Any]]:
    rows = []
    for position, clock in enumerate(life.clocks):
        met, missed = life.met.get(position), position in life.missed
        state = {
            "id": first_id + position,
            "complaint_id": complaint_id,
            "pending": met is None and not missed and position not in life.ended,
            "met_at": met,
            "missed_at": clock.due.due_at if missed else None,
            "ended_at": clock.due.due_at if position in life.ended else None,
            "fired": int(missed),
            "extended": int(position in life.extended),
        }
        rows.append(clock_row(clock, life.ways.agency.release_id) | state)
    return rows


def _escalations(life: Life, complaint_id: int, first_clock: int) -> list[dict[str, Any]]:
    return [
        {
            "complaint_id": complaint_id,
            "clock_id": first_clock + position,
            "at": at,
            "agency": life.ways.agency.code,
            "from_post": life.ways.path[level - 1].to,
            "from_level": level,
            "to_level": level + 1,
            "post": life.ways.path[level].to,
            "reason": "missed",
            "vacant": [],
        }
        for position, level, at in life.escalations
    ]


def _messages(
    life: Life, complaint_id: int, texts: _Texts, officer: int | None
) -> list[dict[str, Any]]:
    # Its filing and its acknowledgement stand ahead of what happened afterwards.
    return [
        {
            "complaint_id": complaint_id,
            "at": event.at,
            "kind": _MESSAGES[type(event.entry)],
            "from_citizen": isinstance(event.entry, Reopened),
            "author_id": None if isinstance(event.entry, Reopened) else officer,
            "body": _text(event.entry, texts),
            "history_seq": seq,
            "once": None,
        }
        for seq, event in enumerate(life.events, start=3)
        if type(event.entry) in _MESSAGES
    ]


def _text(entry: EntryFacts, texts: _Texts) -> str | None:
    """Return the text that goes with something that happened, if any does."""
    match entry:
        case Answered():
            return texts.answer
        case Extended():
            return stories.WHY_LATER.in_(texts.language)
        case Reopened():
            return stories.WHY_AGAIN.in_(texts.language)
        case Closed(finding=str(finding), measures=measures, remedied=remedied):
            reasons = stories.reasons(Finding(finding), texts.language)
            measure = stories.MEASURE.in_(texts.language) if measures else ""
            subject = subject_of(texts.story)
            given = _given(texts) if remedied else ""
            conclusion = Concluded(subject, Finding(finding), reasons, measure, given)
            return conclusion_words([conclusion], texts.language)
        case _:
            return None


def reserve_ids(session: Session, record: type[Base], count: int) -> int:
    """Set aside `count` consecutive ids of a table and return the first."""
    table = cast("Table", record.__table__)
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        # The one writer holds the database: nobody else takes these ids meanwhile.
        return int(connection.scalar(select(func.coalesce(func.max(table.c.id), 0))) or 0) + 1
    sequence = f"pg_get_serial_sequence('{table.name}', 'id')"
    last = connection.scalar(
        text(f"SELECT setval({sequence}, nextval({sequence}) + :more)"), {"more": count - 1}
    )  # the name is a table of ours
    return int(last or 0) - count + 1


def insert_rows(session: Session, record: type[Base], rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows that all have the same columns."""
    if rows:
        session.connection().execute(insert(cast("Table", record.__table__)), rows)


def index_all(session: Session, texts: Sequence[tuple[int, str, Sequence[Stem]]]) -> None:
    """Make many complaints findable: (id, agency, stems) for each."""
    connection = session.connection()
    for complaint_id, agency, stems in texts:
        index_complaint(connection, complaint_id, agency, stems)
