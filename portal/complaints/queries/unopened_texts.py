"""Sealed texts that did not open: which agencies they belong to, whose administrators are told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import structlog
from sqlalchemy import ColumnElement, Table, select
from sqlalchemy.orm import Session

from portal.agencies.plugins.noted import KEPT_TEXTS, FailureOf, NotedFailures
from portal.complaints.records.complaint import ComplaintRecord
from portal.db.base import Base
from portal.db.unopened import Unopened

log = structlog.get_logger()

_C = ComplaintRecord


def note_unopened(session: Session, texts: Iterable[Unopened], noted: NotedFailures) -> None:
    """Log sealed texts that did not open, and note those of an agency's rows for its people.

    What is told is the column and the row, never what the text said.
    """
    by_table: dict[str, list[Unopened]] = defaultdict(list)
    for text in sorted(texts):
        log.error("sealed text does not open", column=text.place, row=text.row)
        by_table[text.place.partition(".")[0]].append(text)
    for name, own in by_table.items():
        agencies = _agencies(session, Base.metadata.tables[name], [text.row for text in own])
        for text in own:
            if agency := agencies.get(text.row):
                noted.note(FailureOf(agency, KEPT_TEXTS, f"{text.place} {text.row}"))


def _agencies(session: Session, table: Table, rows: list[str]) -> Mapping[str, str]:
    """Return the agencies of some rows of a table, as far as they have one, by the rows' ids."""
    agency = _agency_of(table)
    if agency is None:
        return {}
    key: type[Any] = table.c.id.type.python_type
    found = session.execute(select(table.c.id, agency).where(table.c.id.in_(map(key, rows))))
    return {str(id_): code for id_, code in found if code}


def _agency_of(table: Table) -> ColumnElement[str] | None:
    if "agency" in table.c:
        return table.c.agency
    if "complaint_id" in table.c:
        of_complaint = select(_C.agency).where(_C.id == table.c.complaint_id)
        return of_complaint.scalar_subquery()
    return None
