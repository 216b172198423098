"""Another calendar is in force, from a file or a page, and no date has moved: putting them off.

Dates stay until an administrator asks, with a reason that each complainant reads.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.agencies.agency import Agency
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.release import AgencyReleaseRecord
from portal.db.engine import take_turns
from portal.domain.errors import SettingsMovedError
from portal.domain.text import Text
from portal.releases.calendar_moves import MovedDate, later_dates
from portal.releases.releases import release_in_force


def offered_dates(session: Session, agency: Agency, now: datetime) -> list[MovedDate]:
    """Return the open complaints whose date comes later by the calendar in force, soonest first.

    They are looked for only where one of them was received under another calendar.
    """
    if not _has_other_calendars(session, agency):
        return []
    return later_dates(session, agency, now)


def ask_to_move_dates(session: Session, agency: str, seen: int, reason: Text) -> None:
    """Have the worker put these dates off; each complainant is told the new date and the reason.

    Raise SettingsMovedError if the release in force is not the one that was `seen`.
    """
    take_turns(session.connection(), "releases")
    current = release_in_force(session, agency)
    if current is None or current.id != seen:
        raise SettingsMovedError(agency)
    current.dates_to_move = True
    current.dates_reason = reason.as_facts()


def _has_other_calendars(session: Session, agency: Agency) -> bool:
    """Tell whether open complaints came in under other calendars than today's."""
    is_theirs = (ComplaintRecord.agency == agency.code, ComplaintRecord.is_open)
    received_under = select(ComplaintRecord.release_id).where(*is_theirs).distinct()
    releases = session.scalars(
        select(AgencyReleaseRecord).where(
            AgencyReleaseRecord.id.in_(received_under)
            | (AgencyReleaseRecord.id == agency.release_id)
        )
    ).all()
    today = [_counting(one) for one in releases if one.id == agency.release_id]
    return any(_counting(one) not in today for one in releases)


def _counting(release: AgencyReleaseRecord) -> tuple[Any, ...]:
    """Return everything that says which days count: categories and a plugin may say it too."""
    settings = release.settings
    own = [(one["code"], one.get("calendar")) for one in settings.get("categories", ())]
    return settings.get("calendar"), own, release.plugin, release.plugin_version
