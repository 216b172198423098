"""How an agency's plugin fares: what it failed at, on complaints and while pages were read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from msgspec import Struct
from sqlalchemy import (
    ColumnElement,
    Insert,
    ScalarSelect,
    Select,
    Table,
    delete,
    literal_column,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import InstrumentedAttribute, Session

from portal.agencies.plugins.noted import FailureOf
from portal.complaints.entries import PluginFailed
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.message import HistoryEntryRecord
from portal.complaints.records.plugins import LONGEST_REASON, PluginFailureRecord
from portal.domain.history import EntryKind

COUNTED_AT_MOST = 1000
"""A plugin that fails at every complaint need not be counted to the end."""

KEPT_FOR = timedelta(days=60)

_C, _H, _F = ComplaintRecord, HistoryEntryRecord, PluginFailureRecord
_TABLE = cast("Table", PluginFailureRecord.__table__)
# In the query's own text, as in the index of these entries.
_FAILED: ColumnElement[str] = literal_column(f"'{EntryKind.PLUGIN_FAILED.value}'")


class HookFailures(Struct, frozen=True):
    """How often one hook failed, and its newest failure: when, why, on which complaint if on one.

    `number` is that of the newest complaint whose history tells a failure of the hook.
    """

    hook: str
    count: int
    at: datetime
    reason: str
    number: str | None


def plugin_failures(session: Session, agency: str, since: datetime) -> list[HookFailures]:
    """Return the failures of an agency's plugin since a moment, hook by hook, the newest first.

    Of more than COUNTED_AT_MOST on complaints the newest are counted. Those of whole days count
    where no complaint tells them, by UTC.
    """
    told, counted = _told(session, agency, since), _counted(session, agency, since)
    hooks = [
        _together(told.get(hook), counted.get(hook)) for hook in dict.fromkeys((*told, *counted))
    ]
    return sorted(hooks, key=lambda failures: failures.at, reverse=True)


def _together(told: HookFailures | None, counted: HookFailures | None) -> HookFailures:
    """Return what is known of one hook: what histories tell is counted too, since it is counted."""
    if told is None or counted is None:
        return cast("HookFailures", told or counted)
    newest = max(told, counted, key=lambda failures: failures.at)
    count = max(told.count, counted.count)
    return HookFailures(told.hook, count, newest.at, newest.reason, told.number)


def _told(session: Session, agency: str, since: datetime) -> dict[str, HookFailures]:
    by_hook: dict[str, list[tuple[datetime, str, str]]] = {}
    for at, facts, number in session.execute(_entries(agency, since)):
        failed = PluginFailed.read(facts)
        by_hook.setdefault(failed.hook, []).append((at, failed.reason, number))
    return {hook: HookFailures(hook, len(newest), *newest[0]) for hook, newest in by_hook.items()}


def _counted(session: Session, agency: str, since: datetime) -> dict[str, HookFailures]:
    rows = session.execute(
        select(_F.hook, _F.times, _F.last_at, _F.reason)
        .where(_F.agency == agency, _F.day >= since.astimezone(UTC).date())
        .order_by(_F.last_at.desc(), _F.id.desc())
    )
    by_hook: dict[str, HookFailures] = {}
    for hook, times, last_at, reason in rows:
        newer = by_hook.get(hook)
        by_hook[hook] = (
            HookFailures(hook, times, last_at, reason, None)
            if newer is None
            else HookFailures(hook, newer.count + times, newer.at, newer.reason, None)
        )
    return by_hook


def _once_a_day(adding: sqlite.Insert | postgresql.Insert) -> Insert:
    return adding.on_conflict_do_update(
        index_elements=[_TABLE.c.agency, _TABLE.c.day, _TABLE.c.hook, _TABLE.c.reason],
        set_={
            "times": _TABLE.c.times + adding.excluded.times,
            "last_at": adding.excluded.last_at,
        },
    )


_ADD = {
    "sqlite": _once_a_day(sqlite.insert(_TABLE)),
    "postgresql": _once_a_day(postgresql.insert(_TABLE)),
}


def add_failures(session: Session, noted: Mapping[FailureOf, int], now: datetime) -> None:
    """Write down what plugins failed at since the last time; what is long ago is forgotten."""
    today = now.astimezone(UTC).date()
    session.execute(delete(_F).where(_F.day < today - KEPT_FOR))
    rows = [
        {
            "agency": failure.agency,
            "day": today,
            "hook": failure.hook,
            "reason": failure.reason[:LONGEST_REASON],
            "times": times,
            "last_at": now,
        }
        # In one order, so that two machines never wait for each other.
        for failure, times in sorted(noted.items())
    ]
    adding = _ADD[session.connection().dialect.name]
    for row in rows:
        session.execute(adding, row)


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
