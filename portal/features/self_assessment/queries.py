"""What closed files there are, what was drawn of them, who may read which, and what was said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.complaints.entries import Assigned
from portal.complaints.queries.accounts import names_of
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.message import HistoryEntryRecord
from portal.domain.complaint import Status
from portal.domain.history import EntryKind
from portal.features.self_assessment.records import AssessmentDrawRecord, AssessmentSheetRecord
from portal.features.self_assessment.rules import FIRST, SECOND, Closed, Said, Sheet
from portal.reporting.six_criteria.indicator import Criterion

_D, _S, _C, _H = (
    AssessmentDrawRecord,
    AssessmentSheetRecord,
    ComplaintRecord,
    HistoryEntryRecord,
)
DRAWS_AT_MOST = 40


class Drawn(Struct, frozen=True):
    """A draw as it is shown: how it was made, and how far the reading is.

    `at` is its place among the draws of the same period, from 1.
    """

    id: int
    first_day: date
    last_day: date
    drawn_at: datetime
    by: str
    seed: str
    rule: str
    population: int
    digest: str
    files: int
    sheets: int
    done: int
    ended_at: datetime | None
    at: int

    @property
    def is_over(self) -> bool:
        """Tell whether nothing is read any more: results may be told to everybody who may."""
        return self.ended_at is not None or self.sheets == self.done


class SheetLine(Struct, frozen=True):
    """A sheet in the list of a draw: not what it says. `theirs` tells that the actor filled it."""

    id: int
    number: str
    category: str
    rank: int
    reading: int
    reader: str
    is_done: bool
    theirs: bool
    may_fill: bool


def closed_between(session: Session, agency: str, first: datetime, end: datetime) -> list[Closed]:
    """Return the complaints of an agency that were closed between two moments, and still are.

    A part of another's complaint is closed with that; what was withdrawn was never answered.
    """
    chosen = (
        _C.agency == agency,
        _C.status == Status.CLOSED.value,
        _C.parent_id.is_(None),
        _C.closed_at >= first,
        _C.closed_at < end,
    )
    rows = session.execute(select(_C.id, _C.number, _C.category).where(*chosen).order_by(_C.id))
    return [Closed(*row) for row in rows]


def draws_of(session: Session, agency: str) -> list[Drawn]:
    """Return every draw of an agency, the newest first."""
    of_agency = select(_D).where(_D.agency == agency).order_by(_D.id.desc()).limit(DRAWS_AT_MOST)
    return _drawn(session, session.scalars(of_agency).all())


def draw_of(session: Session, agency: str, draw_id: int) -> Drawn | None:
    """Return a draw of an agency; None where there is none such for the actor."""
    found = session.scalar(select(_D).where(_D.agency == agency, _D.id == draw_id))
    return _drawn(session, [found])[0] if found else None


def _drawn(session: Session, records: Sequence[AssessmentDrawRecord]) -> list[Drawn]:
    counts = _counts(session, [record.id for record in records])
    names = names_of(session, [record.drawn_by for record in records])
    earlier = _earlier(session, records)
    return [
        Drawn(
            *(record.id, record.first_day, record.last_day, record.drawn_at),
            *(names.get(record.drawn_by or 0, ""), record.seed, record.rule),
            *(record.population, record.digest),
            *counts.get(record.id, (0, 0, 0)),
            *(record.ended_at, earlier[record.agency, record.first_day].index(record.id) + 1),
        )
        for record in records
    ]


def _counts(session: Session, draws: Collection[int]) -> dict[int, tuple[int, int, int]]:
    counted = (func.count(func.distinct(_S.rank)), func.count(), func.count(_S.read_at))
    rows = session.execute(
        select(_S.draw_id, *counted).where(_S.draw_id.in_(draws)).group_by(_S.draw_id)
    )
    return {draw: (files, sheets, done) for draw, files, sheets, done in rows}


def _earlier(
    session: Session, records: Sequence[AssessmentDrawRecord]
) -> dict[tuple[str, date], list[int]]:
    agencies = {record.agency for record in records}
    found: dict[tuple[str, date], list[int]] = defaultdict(list)
    rows = session.execute(
        select(_D.agency, _D.first_day, _D.id).where(_D.agency.in_(agencies)).order_by(_D.id)
    )
    for agency, first_day, draw in rows:
        found[agency, first_day].append(draw)
    return found


def handlers_of(session: Session, complaint_ids: Collection[int]) -> dict[int, set[int]]:
    """Return by complaint whoever did anything in it, or was responsible for it."""
    found: dict[int, set[int]] = defaultdict(set)
    entries = select(_H.complaint_id, _H.kind, _H.user_id, _H.facts)
    for complaint, kind, user, facts in session.execute(
        entries.where(_H.complaint_id.in_(complaint_ids))
    ):
        if user is not None:
            found[complaint].add(user)
        if kind == EntryKind.ASSIGNED:
            found[complaint].add(Assigned.read(facts).to)
    return found


def lines_of(session: Session, draw_id: int, user_id: int | None) -> list[SheetLine]:
    """Return the sheets of a draw that somebody sees, and which of them they may fill in."""
    sheets = session.scalars(
        select(_S).where(_S.draw_id == draw_id).order_by(_S.rank, _S.reading)
    ).all()
    handlers = handlers_of(session, {sheet.complaint_id for sheet in sheets})
    names = names_of(session, [sheet.reader_id for sheet in sheets])
    readers = {(sheet.rank, sheet.reader_id) for sheet in sheets if sheet.reader_id is not None}
    return [
        SheetLine(
            *(sheet.id, sheet.number, sheet.category, sheet.rank, sheet.reading),
            *(names.get(sheet.reader_id or 0, ""), sheet.read_at is not None),
            sheet.reader_id is not None and sheet.reader_id == user_id,
            may_fill=sheet.read_at is None
            and user_id not in handlers[sheet.complaint_id]
            and (sheet.rank, user_id) not in readers,
        )
        for sheet in sheets
    ]


def kept_draw(session: Session, draw_id: int) -> AssessmentDrawRecord | None:
    """Return a draw as it is kept; None where there is none."""
    return session.get(AssessmentDrawRecord, draw_id)


def sheet_to_fill(session: Session, agency: str, sheet_id: int) -> AssessmentSheetRecord | None:
    """Return a sheet of an agency, held; None where the actor sees none such."""
    found = select(_S).join(_D, _D.id == _S.draw_id)
    return session.scalar(
        found.where(_S.id == sheet_id, _D.agency == agency).with_for_update(of=_S)
    )


def readers_beside(session: Session, sheet: AssessmentSheetRecord) -> set[int]:
    """Return who read the same file of the same draw."""
    same = (_S.draw_id == sheet.draw_id, _S.rank == sheet.rank, _S.id != sheet.id)
    readers = session.scalars(select(_S.reader_id).where(*same))
    return {reader for reader in readers if reader is not None}


def ended_draw(session: Session, draw_id: int) -> datetime | None:
    """Return when a draw ended, if it did."""
    return session.scalar(select(_D.ended_at).where(_D.id == draw_id))


# What was said, for whoever is told what it adds up to.


class Told(Struct, frozen=True):
    """All that was said of the files of a draw: the first reading of each, and both of some."""

    first: list[Sheet]
    pairs: list[tuple[Sheet, Sheet]]


def told_of(session: Session, draw_id: int) -> Told:
    """Return what was said of the files of a draw, and of which no more: the portal adds it up."""
    return told_of_each(session, [draw_id]).get(draw_id, Told([], []))


def told_of_each(session: Session, draws: Collection[int]) -> dict[int, Told]:
    """Return the same of several draws, of those of which anything was said."""
    done = select(_S.draw_id, _S.rank, _S.reading, _S.said)
    rows = session.execute(
        done.where(_S.draw_id.in_(draws), _S.read_at.is_not(None)).order_by(_S.rank, _S.reading)
    )
    found: dict[int, dict[int, dict[int, Sheet]]] = defaultdict(lambda: defaultdict(dict))
    for draw, rank, reading, said in rows:
        found[draw][rank][reading] = read_sheet(said)
    return {draw: _told(by_file.values()) for draw, by_file in found.items()}


def _told(files: Iterable[Mapping[int, Sheet]]) -> Told:
    by_file = list(files)
    both = [(file[FIRST], file[SECOND]) for file in by_file if len(file) == SECOND]
    return Told([file[FIRST] for file in by_file if FIRST in file], both)


def comments_on(session: Session, draw_id: int) -> dict[Criterion, list[tuple[str, str]]]:
    """Return what was written by each criterion that has comments, with the files' numbers."""
    done = select(_S.number, _S.said).where(_S.draw_id == draw_id, _S.read_at.is_not(None))
    found: dict[Criterion, list[tuple[str, str]]] = {}
    for number, said in session.execute(done.order_by(_S.rank, _S.reading)):
        for criterion, one in read_sheet(said).items():
            if one.comment:
                found.setdefault(criterion, []).append((number, one.comment))
    return {criterion: found[criterion] for criterion in Criterion if criterion in found}


def over_in(
    session: Session, agencies: Collection[str], days: tuple[date, date]
) -> list[tuple[str, Drawn]]:
    """Return the draws of periods within these days of which results may be told, by agency."""
    within = (_D.first_day >= days[0], _D.last_day <= days[1], _D.agency.in_(agencies))
    records = session.scalars(select(_D).where(*within).order_by(_D.id)).all()
    shown = {one.id: one for one in _drawn(session, records)}
    return [(record.agency, shown[record.id]) for record in records if shown[record.id].is_over]


def read_sheet(said: Mapping[str, Any]) -> Sheet:
    """Return what was said on a sheet, as it is kept."""
    return {
        criterion: Said(int(said[criterion]["mark"]), str(said[criterion].get("comment", "")))
        for criterion in Criterion
    }


def kept_sheet(sheet: Sheet) -> dict[str, Any]:
    """Return what was said on a sheet, as JSON keeps it."""
    return {
        criterion.value: {"mark": said.mark, "comment": said.comment}
        for criterion, said in sheet.items()
    }
