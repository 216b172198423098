"""A calendar changed: open complaints whose date would come later, and moving it if asked.

No promised date moves earlier. One moves later only when an administrator asks for it, with an
entry in the complaint's history and a letter to the complainant.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import cache, partial
from typing import Any, Protocol

import structlog
from msgspec import Struct
from sqlalchemy.orm import Session

from portal.agencies.agency import Agency
from portal.complaints.dates.extending import promise_later_day
from portal.complaints.dates.running_clocks import pending_answer
from portal.complaints.proof.signed_releases import change_signed, is_as_signed
from portal.complaints.records.complaint import AgencyReleaseRecord, ComplaintRecord
from portal.complaints.work import Office, Work
from portal.db.taking_turns import take_turns
from portal.domain.actor import PORTAL, Actor
from portal.domain.errors import SettingsMovedError
from portal.domain.text import Text
from portal.domain.time.calendar import WorkingCalendar
from portal.domain.time.clock import may_still_move, recount
from portal.domain.time.due_date import DueDate
from portal.releases.queries import (
    promised_answers,
    release_in_force,
    release_to_change,
    releases_moving_dates,
    releases_received_under,
)

log = structlog.get_logger()

REASON = Text(
    "Des jours de fermeture ont été ajoutés au calendrier de l’organisme.",
    "Days when the agency is closed were added to its calendar.",
)


class Changing(Office, Protocol):
    """What moving dates takes besides: a way to change one complaint."""

    def change(
        self, actor: Actor, number: str, act: Callable[[Work, ComplaintRecord], bool]
    ) -> bool:
        """Do something with one complaint."""


class MovedDate(Struct, frozen=True):
    """An open complaint whose answer would be due on a later day."""

    number: str
    before: date
    after: date


def later_dates(session: Session, agency: Agency, now: datetime) -> list[MovedDate]:
    """Return the open complaints whose date comes later by these rules, the soonest first."""
    calendar = cache(agency.consult().calendar)
    return [
        MovedDate(number, due.last_day, later)
        for number, category, due in promised_answers(session, agency.code)
        if due.last_day and (later := _later(due, calendar(category), now))
    ]


def offered_dates(session: Session, agency: Agency, now: datetime) -> list[MovedDate]:
    """Return the open complaints whose date comes later by the calendar in force, soonest first.

    They are looked for only where one of them was received under another calendar.
    """
    return later_dates(session, agency, now) if _has_other_calendars(session, agency) else []


def ask_to_move_dates(session: Session, agency: str, seen: int, reason: Text) -> None:
    """Have the worker put these dates off; each complainant is told the new date and the reason.

    Raise SettingsMovedError if the release in force is not the one that was `seen`.
    """
    take_turns(session.connection(), "releases")
    current = release_in_force(session, agency)
    if current is None or current.id != seen:
        raise SettingsMovedError(agency)
    change_signed(session, current, dates_to_move=True, dates_reason=reason.as_facts())


def move_later(work: Work, complaint: ComplaintRecord, reason: Text = REASON) -> bool:
    """Promise the later day that today's calendar gives, if it does; tell whether it did."""
    clock = pending_answer(work, complaint)
    if clock is None:
        return False
    due, calendar = DueDate.from_facts(clock.explanation), work.advised.calendar
    if _later(due, calendar, work.now) is None:
        return False
    later = recount(due, calendar, due.pauses)
    promise_later_day(work, complaint, clock, later, reason.in_(complaint.language))
    return True


def move_dates(office: Changing) -> int:
    """Move the dates that publications asked to move; return how many complaints were told.

    What was moved is not moved again, so it goes on where it was stopped. A release that is not as
    it was signed moves none: nobody need have asked for it.
    """
    with office.reading(PORTAL) as session:
        waiting = [one for one in releases_moving_dates(session) if _was_asked(session, one)]
    agencies = office.agencies.in_force.agencies
    # Until this process works by the release itself, or by a newer one, it would find no date to
    # move by the old calendar, and think that it is done.
    return sum(
        _move_all(office, release)
        for release in waiting
        if release.agency in agencies and agencies[release.agency].release_id >= release.id
    )


def _was_asked(session: Session, release: AgencyReleaseRecord) -> bool:
    if is_as_signed(session, release):
        return True
    log.error("dates not moved", release=release.id, problem="not as it was signed")
    return False


def _move_all(office: Changing, release: AgencyReleaseRecord) -> int:
    with office.reading(PORTAL) as session:
        numbers = [number for number, _, _ in promised_answers(session, release.agency)]
    reason = Text(**release.dates_reason) if release.dates_reason else REASON
    moved = failed = 0
    for number in numbers:
        try:
            moved += office.change(PORTAL, number, partial(move_later, reason=reason))
        except Exception:
            failed += 1
            log.exception("date not moved", complaint=number)
    if not failed:
        with office.transaction(PORTAL) as session:
            _end_moving(session, release.id)
    return moved


def _end_moving(session: Session, release_id: int) -> None:
    # Nobody asks for more meanwhile: what is signed is what is stored.
    take_turns(session.connection(), "releases")
    change_signed(session, release_to_change(session, release_id), dates_to_move=False)


def _later(due: DueDate, calendar: WorkingCalendar, now: datetime) -> date | None:
    """Return the later last day by this calendar of a date that is still ahead, or None."""
    if due.last_day is None or not may_still_move(due.due_at, now):
        return None
    again = recount(due, calendar, due.pauses).last_day
    return again if again is not None and again > due.last_day else None


def _has_other_calendars(session: Session, agency: Agency) -> bool:
    """Tell whether open complaints came in under other calendars than today's."""
    releases = releases_received_under(session, agency.code, agency.release_id)
    today = [_counting(release) for release in releases if release.id == agency.release_id]
    return any(_counting(release) not in today for release in releases)


def _counting(release: AgencyReleaseRecord) -> tuple[Any, ...]:
    """Return everything that says which days count: categories and a plugin may say it too."""
    own = [
        (category["code"], category.get("calendar"))
        for category in release.settings.get("categories", ())
    ]
    return release.settings.get("calendar"), own, release.plugin, release.plugin_version
