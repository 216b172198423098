"""What features add to a complaint as it is filed: made ready before anything is locked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from portal.complaints.entries import EntryFacts, FilingFacts
from portal.complaints.planning.filing_plan import FilingPlan
from portal.complaints.planning.kept_drafts import DraftContent
from portal.db.base import Base
from portal.domain.complaint import Draft

Row = dict[str, Any]
Rows = Mapping[type[Base], Sequence[Row]]


@dataclass(frozen=True, slots=True)
class Filing:
    """A complaint about to be written: what was said, and what its agency promises for it."""

    plan: FilingPlan
    content: DraftContent
    draft: Draft
    now: datetime


@dataclass(frozen=True, slots=True)
class Added:
    """What a feature adds to a complaint that is filed.

    `columns` are those of the complaint that it alone writes; `facts` is what the first entry of
    the history says as well; `entries` follow it, in the name of whoever files. `rows` are entered
    with the complaint, and get its id where their table has one: one INSERT a table.

    `claim` is asked once the complaint has this number, while others wait to write: it holds what
    nobody else may take meanwhile, and returns what is to be added because of it.
    """

    columns: Mapping[str, Any] = field(default_factory=dict)
    facts: FilingFacts = field(default_factory=FilingFacts)
    entries: Sequence[EntryFacts] = ()
    rows: Rows = field(default_factory=dict)
    claim: Callable[[Connection, str], Added] | None = None


def merged(every: Iterable[Rows]) -> dict[type[Base], list[Row]]:
    """Return all rows by their table, in the order in which the tables are first named."""
    rows: dict[type[Base], list[Row]] = {}
    for each in every:
        for record, some in each.items():
            rows.setdefault(record, []).extend(some)
    return rows
