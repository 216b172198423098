"""What complainants thought: the marks and counts of the survey, and what was said of an answer."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict
from datetime import datetime
from typing import NamedTuple, cast

from sqlalchemy import Table, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.complaints.entries import AnswerJudged
from portal.complaints.queries.followed import FollowedRead
from portal.complaints.queries.of_complaint import belonging
from portal.complaints.queries.public_marks import mark_of, move_mark
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.message import HistoryEntryRecord, MessageRecord
from portal.domain.errors import UnknownComplaintError
from portal.domain.history import EntryKind
from portal.domain.succession import Heirs
from portal.features.satisfaction.records import SurveyCountRecord, SurveyMarkRecord
from portal.features.satisfaction.rules import Counted, Cut
from portal.reporting.counts.cube_cells import NO_HEIRS, heir_of

_RATINGS = "ratings"
PUBLIC_MARKS = (mark_of(_RATINGS),)
"""What moves when somebody answers a survey."""
_S, _H, _M = SurveyCountRecord, HistoryEntryRecord, MessageRecord
_MARK, _COUNT = (
    cast("Table", record.__table__) for record in (SurveyMarkRecord, SurveyCountRecord)
)


class Answered(NamedTuple):
    """How often a question had an answer, in one agency."""

    agency: str
    question: str
    answer: int
    n: int


def complaint_to_rate(session: Session, complaint_id: int) -> ComplaintRecord:
    """Return the complaint that somebody rates, or raise UnknownComplaintError."""
    complaint = session.get(ComplaintRecord, complaint_id)
    if complaint is None:
        raise UnknownComplaintError(str(complaint_id))
    return complaint


RATED: FollowedRead[bool] = FollowedRead((belonging(SurveyMarkRecord, [], "complaint_id"),), bool)
"""Whether a complaint's survey is answered: for its complainant, never for the staff."""


def mark_answered(session: Session, complaint_id: int) -> bool:
    """Mark a complaint's survey as answered; return False if it was."""
    marking = _inserting(session, _MARK).values(complaint_id=complaint_id).on_conflict_do_nothing()
    marked = session.connection().execute(marking.returning(_MARK.c.complaint_id))
    return marked.first() is not None


def add_to_counts(session: Session, counted: Iterable[Counted]) -> None:
    """Add one to each count."""
    adding = _inserting(session, _COUNT).on_conflict_do_update(
        index_elements=list(_COUNT.primary_key), set_={"n": _COUNT.c.n + 1}
    )
    # In the order of their keys, so that two who answer at once never wait for each other.
    rows = sorted((asdict(count) for count in counted), key=lambda row: tuple(row.values()))
    session.connection().execute(adding, [row | {"n": 1} for row in rows])
    # Last, for the same reason: everybody's pages show these counts.
    move_mark(session, _RATINGS)


def survey_answers(
    session: Session,
    agencies: Collection[str],
    months: Collection[str],
    heirs: Heirs = NO_HEIRS,
) -> list[Answered]:
    """Return the answers about what these agencies closed in these months.

    With `heirs`, what replaced organisations closed counts as that of who has it today.
    """
    old = {code for code, places in heirs.items() if not set(places.values()).isdisjoint(agencies)}
    # Counted by subject: that is how a replaced organisation may have been parted.
    place = heir_of(_S.agency, _S.value, heirs)
    columns = (place.label("place"), _S.question, _S.answer)
    rows = session.execute(
        select(*columns, func.sum(_S.n))
        .where(
            _S.agency.in_(sorted(old.union(agencies))),
            _S.month.in_(sorted(months)),
            _S.cut == Cut.CATEGORY.value,
            place.in_(sorted(agencies)),
        )
        .group_by(*columns)
    )
    return [Answered(agency, question, answer, int(n)) for agency, question, answer, n in rows]


def first_closed_at(session: Session, complaint_id: int) -> datetime | None:
    """Return when a complaint was closed for the first time, as its history tells it."""
    closings = select(func.min(_H.at)).where(_H.kind == EntryKind.CLOSED.value)
    return session.scalar(closings.where(_H.complaint_id == complaint_id))


def said_of_last_answer(session: Session, complaint_id: int) -> tuple[str, str] | None:
    """Return what the complainant said last of the last answer and why; None before they did."""
    kinds = (EntryKind.ANSWERED.value, EntryKind.ANSWER_JUDGED.value)
    of_it = (_H.complaint_id == complaint_id, _H.kind.in_(kinds))
    last = session.scalar(select(_H).where(*of_it).order_by(_H.seq.desc()).limit(1))
    if last is None or last.kind != EntryKind.ANSWER_JUDGED:
        return None
    text = select(_M.body).where(_M.complaint_id == complaint_id, _M.history_seq == last.seq)
    return AnswerJudged.read(last.facts).verdict, session.scalar(text) or ""


def _inserting(session: Session, table: Table) -> sqlite.Insert | postgresql.Insert:
    is_sqlite = session.connection().dialect.name == "sqlite"
    return sqlite.insert(table) if is_sqlite else postgresql.insert(table)
