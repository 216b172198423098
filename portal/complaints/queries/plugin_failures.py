"""How an agency's plugin fared lately, told by the histories of complaints."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, ScalarSelect, Select, literal_column, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.history import HistoryEntryRecord
from portal.domain.history import EntryKind

COUNTED_AT_MOST = 1000
"""A plugin that fails at every complaint need not be counted to the end."""

_C, _H = ComplaintRecord, HistoryEntryRecord
# In the query's own text, as in the index of these entries.
_FAILED: ColumnElement[str] = literal_column(f"'{EntryKind.PLUGIN_FAILED.value}'")


@dataclass(frozen=True, slots=True)
class HookFailures:
    """How often one hook failed, and its newest failure: when, why, on which complaint."""

    hook: str
    count: int
    at: datetime
    reason: str
    number: str


def plugin_failures(session: Session, agency: str, since: datetime) -> list[HookFailures]:
    """Return the failures of an agency's plugin since a moment, hook by hook, the newest first.

    Of more than COUNTED_AT_MOST the newest are counted.
    """
    by_hook: dict[str, list[Row[Any]]] = {}
    for row in session.execute(_entries(agency, since)):
        by_hook.setdefault(row.facts["hook"], []).append(row)
    return [
        HookFailures(hook, len(rows), rows[0].at, rows[0].facts["reason"], rows[0].number)
        for hook, rows in by_hook.items()
    ]


def _entries(agency: str, since: datetime) -> Select[Any]:
    # Failures lead to their complaints, never the other way: a join could begin with every
    # complaint of the agency.
    return (
        select(_H.at, _H.facts, _of_complaint(_C.number).label("number"))
        .where(_H.kind == _FAILED, _H.at >= since, _of_complaint(_C.agency) == agency)
        .order_by(_H.at.desc(), _H.id.desc())
        .limit(COUNTED_AT_MOST)
    )


def _of_complaint(column: InstrumentedAttribute[str]) -> ScalarSelect[str]:
    return select(column).where(_C.id == _H.complaint_id).scalar_subquery()
