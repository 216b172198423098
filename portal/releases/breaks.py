"""Breaks in series as they are kept: noted by themselves when what breaks them is put in force."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from portal.agencies.registry import PORTAL_CODE
from portal.complaints.queries.public_marks import move_mark
from portal.complaints.records.complaint import AgencyReleaseRecord
from portal.domain.figures.breaks import Break, BreakKind, breaks_between_settings
from portal.domain.succession import Succession
from portal.domain.text import Text
from portal.releases.queries import settings_at
from portal.releases.queries_breaks import (
    EVERY_AGENCY,
    held_break,
    joined_on,
    last_definitions,
    noted_beside,
)
from portal.releases.records import SeriesBreakRecord

MARK = "breaks"
"""What moves when a break is noted or worded: plots that everybody sees show it."""


def note_what_broke(
    session: Session, before: Mapping[str, Any], release: AgencyReleaseRecord, now: datetime
) -> None:
    """Note what a release breaks that comes into force in place of other settings."""
    if release.agency == PORTAL_CODE:
        return
    zone = ZoneInfo(release.settings["calendar"]["timezone"])
    local = now.astimezone(zone)
    _forget_undone(session, release, datetime.combine(local.date(), time.min, zone))
    _note(session, breaks_between_settings(before, release.settings, local.date()), now)


def note_replaced(session: Session, succession: Succession, day: date, now: datetime) -> None:
    """Note that others have what an organisation did, for it and for each of them."""
    before = {"agencies": [succession.agency]}
    after = {"agencies": list(succession.successors)}
    broken = (succession.agency, *succession.successors)
    _note(
        session,
        [Break(BreakKind.ORGANISATION, code, day, before, after) for code in broken],
        now,
    )


def note_definitions(
    session: Session, version: str, changed: Iterable[str], day: date, now: datetime
) -> bool:
    """Note that figures are defined by this version from a day on, unless they are already.

    `changed` names the definitions that are other ones. Return whether anything was noted.
    """
    last = last_definitions(session)
    if last is not None and last.after["version"] == version:
        return False
    before = {"version": last.after["version"]} if last is not None else {}
    after = {"version": version, "definitions": sorted(changed)}
    _note(session, [Break(BreakKind.DEFINITION, EVERY_AGENCY, day, before, after)], now)
    return True


def word_break(
    session: Session, agency: str, break_id: int, words: Text, user_id: int | None
) -> bool:
    """Add words to a break of an agency, or take them away; return whether there is such a one."""
    row = held_break(session, agency, break_id)
    if row is None:
        return False
    row.words_fr, row.words_en, row.worded_by = words.fr, words.en, user_id
    move_mark(session, MARK)
    return True


def _note(session: Session, breaks: Iterable[Break], now: datetime) -> None:
    for one in breaks:
        if not _is_undone(session, one):
            session.add(
                SeriesBreakRecord(
                    kind=one.kind.value,
                    agency=one.agency,
                    on_day=one.on_day,
                    before=dict(one.before),
                    after=dict(one.after),
                    noted_at=now,
                )
            )
        move_mark(session, MARK)
    session.flush()


def _forget_undone(session: Session, release: AgencyReleaseRecord, midnight: datetime) -> None:
    """Take back what was split or merged since midnight, and is not under this release.

    What goes on from it says nothing of it: the categories that came are only gone.
    """
    joined = joined_on(session, release.agency, midnight.date())
    if not joined:
        return
    then = settings_at(session, release.agency, midnight)
    left = breaks_between_settings(then, release.settings, midnight.date())
    still = frozenset[str]().union(*(one.categories for one in left if one.has_lineage))
    for row, one in joined:
        if still.isdisjoint(one.categories):
            session.delete(row)
            move_mark(session, MARK)


def _is_undone(session: Session, one: Break) -> bool:
    """Take back or lengthen a break of the same day that this one goes on from, if there is one.

    What was changed and changed back within a day broke nothing.
    """
    for row in noted_beside(session, one):
        if row.after == one.before and one.kind not in _LASTING:
            if row.before == one.after:
                session.delete(row)
            else:
                row.after = dict(one.after)
            return True
    return False


_LASTING = frozenset({BreakKind.ORGANISATION, BreakKind.DEFINITION})
