"""Breaks in series as they are kept: noted by themselves when what breaks them is put in force."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.agencies.registry import PORTAL_CODE
from portal.complaints.queries.public_marks import move_mark
from portal.complaints.records.complaint import AgencyReleaseRecord
from portal.domain.figures.breaks import Break, BreakKind, breaks_between_settings
from portal.domain.succession import Succession
from portal.domain.text import Text
from portal.releases.records import SeriesBreakRecord

MARK = "breaks"
"""What moves when a break is noted or worded: plots that everybody sees show it."""
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


def note_what_broke(
    session: Session, before: Mapping[str, Any], release: AgencyReleaseRecord, now: datetime
) -> None:
    """Note what a release breaks that comes into force in place of other settings."""
    if release.agency == PORTAL_CODE:
        return
    zone = ZoneInfo(release.settings["calendar"]["timezone"])
    day = now.astimezone(zone).date()
    _note(session, breaks_between_settings(before, release.settings, day), now)


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
    last = session.scalar(
        select(_B).where(_B.kind == BreakKind.DEFINITION.value).order_by(_B.id.desc()).limit(1)
    )
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
    row = session.get(_B, break_id, with_for_update=True, populate_existing=True)
    if row is None or row.agency != agency:
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


def _is_undone(session: Session, one: Break) -> bool:
    """Take back or lengthen a break of the same day that this one goes on from, if there is one.

    What was changed and changed back within a day broke nothing.
    """
    same_day = select(_B).where(
        _B.kind == one.kind.value, _B.agency == one.agency, _B.on_day == one.on_day
    )
    for row in session.scalars(same_day):
        if row.after == one.before and one.kind not in _LASTING:
            if row.before == one.after:
                session.delete(row)
            else:
                row.after = dict(one.after)
            return True
    return False


_LASTING = frozenset({BreakKind.ORGANISATION, BreakKind.DEFINITION})


def _break(row: SeriesBreakRecord) -> Break:
    words = Text(row.words_fr, row.words_en) if row.words_fr or row.words_en else None
    return Break(BreakKind(row.kind), row.agency, row.on_day, row.before, row.after, words, row.id)
