"""Breaks in series as they are read: those of agencies, and what another one goes on from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.figures.breaks import Break, BreakKind
from portal.domain.text import Text
from portal.releases.records import SeriesBreakRecord

EVERY_AGENCY = ""
"""Where an agency would stand, for what broke the series of all."""
_B = SeriesBreakRecord


def breaks_of(session: Session, agencies: Iterable[str] = ()) -> tuple[Break, ...]:
    """Return the breaks of these agencies and those of all, in the order of their days.

    The first number that definitions ever had here broke nothing.
    """
    chosen = select(_B).where(_B.agency.in_(sorted({*agencies, EVERY_AGENCY})))
    rows = session.scalars(chosen.order_by(_B.on_day, _B.id))
    return tuple(_break(row) for row in rows if row.before)


def last_definitions(session: Session) -> SeriesBreakRecord | None:
    """Return the row of the last version of the definitions, if one was ever noted."""
    noted = select(_B).where(_B.kind == BreakKind.DEFINITION.value)
    return session.scalar(noted.order_by(_B.id.desc()).limit(1))


def noted_beside(session: Session, one: Break) -> Iterable[SeriesBreakRecord]:
    """Return the rows of the same kind, agency and day as a break."""
    same_day = select(_B).where(
        _B.kind == one.kind.value, _B.agency == one.agency, _B.on_day == one.on_day
    )
    return session.scalars(same_day)


def joined_on(session: Session, agency: str, day: date) -> list[tuple[SeriesBreakRecord, Break]]:
    """Return the breaks of a day by which an agency split or merged categories, with their rows."""
    rows = session.scalars(select(_B).where(_B.agency == agency, _B.on_day == day))
    noted = ((row, _break(row)) for row in rows)
    return [(row, one) for row, one in noted if one.has_lineage]


def held_break(session: Session, agency: str, break_id: int) -> SeriesBreakRecord | None:
    """Return the row of a break of an agency, held until the transaction ends, if it has it."""
    row = session.get(_B, break_id, with_for_update=True, populate_existing=True)
    return row if row is not None and row.agency == agency else None


def _break(row: SeriesBreakRecord) -> Break:
    words = Text(row.words_fr, row.words_en) if row.words_fr or row.words_en else None
    return Break(BreakKind(row.kind), row.agency, row.on_day, row.before, row.after, words, row.id)
