"""Opening a group for a page, and doing something with one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import flash, url_for

from portal.agencies.agency import Agency
from portal.auth.sign_in import current_actor
from portal.complaints.work import Work
from portal.domain.errors import (
    AlreadyGroupedError,
    GroupMovedError,
    IncompleteError,
    PortalError,
    StaleComplaintError,
    TransitionNotAllowedError,
    UnknownComplaintError,
)
from portal.domain.permissions import Permission, may
from portal.domain.time.calendar import WorkingCalendar
from portal.features.groups.office.words import group_name, state_tag
from portal.features.groups.queries import FoundGroup, group_by_id, group_figures
from portal.features.groups.rules import State, Step, is_possible
from portal.pages.actions.missing import note_missing
from portal.pages.current import runtime
from portal.pages.errors import words_of
from portal.pages.forms import Problems
from portal.pages.office.wording import Tag
from portal.pages.texts import gettext

_INSTANT = timedelta(microseconds=1)
REFUSALS = (
    TransitionNotAllowedError,
    GroupMovedError,
    AlreadyGroupedError,
    StaleComplaintError,
    UnknownComplaintError,
)


@dataclass(frozen=True)
class OpenedGroup:
    """A group as it was when the page was asked for."""

    found: FoundGroup
    agency: Agency
    calendar: WorkingCalendar
    now: datetime
    complaints: int
    owed: int
    oldest_at: datetime | None
    due_at: datetime | None
    answered: int

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the agency's days."""
        return self.calendar.zone

    @property
    def name(self) -> str:
        """What the group is called."""
        return group_name(self.agency, self.found.name, self.found.category)

    @property
    def tag(self) -> Tag:
        """Where it stands."""
        return state_tag(self.found.state)

    @property
    def due_on(self) -> date | None:
        """The next day that an answer of the group is owed by."""
        return self.due_at and self.calendar.day_of(self.due_at - _INSTANT)

    @property
    def owner(self) -> str | None:
        """Who answers for it."""
        return self.found.names.get(self.found.owner_id or 0)

    def may(self, permission: Permission) -> bool:
        """Tell whether whoever is signed in may do this in the agency."""
        return may(current_actor(), permission, self.agency.code)

    def offers(self, step: Step) -> bool:
        """Tell whether a step may be taken in the state of the group, by whoever is signed in."""
        return self.may(_NEEDED.get(step, Permission.GROUP)) and is_possible(self.found.state, step)

    @property
    def may_be_closed(self) -> bool:
        """Tell whether some of its complaints may be closed, by whoever is signed in."""
        return bool(self.answered) and self.may(Permission.CLOSE) and self.offers(Step.CLOSED)

    @property
    def is_proposed(self) -> bool:
        """Tell whether somebody has yet to decide about it."""
        return self.found.state is State.PROPOSED

    def url(self, endpoint: str = "group", **values: Any) -> str:
        """Return the address of one of its pages."""
        return url_for(f"office.{endpoint}", agency=self.agency.code, group=self.found.id, **values)


_NEEDED = {
    Step.PUBLISHED: Permission.PUBLISH_GROUP,
    Step.UNPUBLISHED: Permission.PUBLISH_GROUP,
}


def opened_group(agency: str, group_id: int) -> OpenedGroup:
    """Open a group; raise UnknownGroupError where the actor may see none."""
    portal = runtime()
    with portal.reading(current_actor()) as session:
        found = group_by_id(session, agency, group_id)
        figures = group_figures(session, group_id)
    where = portal.agencies.agency(agency)
    calendar = where.consult().calendar(found.category)
    return OpenedGroup(found, where, calendar, portal.now(), *figures)


def done_with_group(act: Callable[[Work], Any], problems: Problems) -> int:
    """Do something with a group; return the status of what came of it, with what to correct.

    303 where it was done, 422 where something is to be corrected, 409 where the group moved.
    """
    try:
        with runtime().acting(current_actor()) as work:
            act(work)
    except IncompleteError as error:
        note_missing(problems, error)
        return 422
    except REFUSALS as error:
        flash(refusal_words(error), "warn")
        return 409
    return 303


def refusal_words(error: PortalError) -> str:
    """Return why something was not done."""
    if isinstance(error, TransitionNotAllowedError):
        return gettext("Le groupe a changé depuis que vous avez ouvert la page")
    return gettext(words_of(error).title)
