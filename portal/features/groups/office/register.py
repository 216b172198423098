"""The groups of an agency, by state, the soonest date that is owed first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil

from flask import render_template, request
from flask.typing import ResponseReturnValue

from portal.agencies.agency import Agency
from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.complaints.queries.accounts import names_of
from portal.domain.permissions import Permission
from portal.domain.text import Text
from portal.domain.time.allowance import Unit
from portal.domain.time.calendar import WorkingCalendar
from portal.features.groups.office.words import group_name, state_tag
from portal.features.groups.queries import ROWS_A_PAGE, GroupRow, group_page, group_sizes
from portal.features.groups.rules import State
from portal.pages.current import runtime
from portal.pages.groups import Pages
from portal.pages.languages import localized
from portal.pages.office.case.opened import calendars_of, category_names, days_to
from portal.pages.office.wording import Tag
from portal.pages.texts import gettext
from portal.words.catalogue import to_translate

pages = Pages("office")

VIEWS: dict[str, tuple[State, str]] = {
    "ouverts": (State.OPEN, to_translate("Ouverts")),
    "proposes": (State.PROPOSED, to_translate("Proposés par le portail")),
    "repondus": (State.ANSWERED, to_translate("Réponse donnée")),
    "ecartes": (State.PUT_ASIDE, to_translate("Écartés")),
}
_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """A group of the list, in words."""

    id: int
    name: str
    category: Text
    owner: str | None
    complaints: int
    oldest_at: datetime | None
    days: int | None
    due_on: date | None
    tags: tuple[Tag, ...]


@localized(pages, fr="/gestion/<agency>/groupes", en="/office/<agency>/groups")
@requires(Permission.SEE_GROUPS, agency_from="agency")
def groups(agency: str) -> ResponseReturnValue:
    """Show the groups in one state: how many complaints, since when, and what is owed next."""
    portal = runtime()
    where, now = portal.agencies.agency(agency), portal.now()
    page = max(1, min(request.args.get("page", 1, type=int), 1000))
    with portal.reading(current_actor()) as session:
        sizes = group_sizes(session, agency)
        view = _view(request.args.get("vue"), sizes)
        rows = group_page(session, agency, VIEWS[view][0], page)
        people = names_of(session, [row.owner_id for row in rows])
    calendars = calendars_of(where, (row.category for row in rows))
    return render_template(
        "groups/register.html",
        agency=where,
        view=view,
        view_name=gettext(VIEWS[view][1]),
        views=[(code, gettext(name), sizes[state]) for code, (state, name) in VIEWS.items()],
        rows=[_shown(row, where, people, calendars[row.category], now) for row in rows],
        total=sizes[VIEWS[view][0]],
        page=page,
        pages=ceil(sizes[VIEWS[view][0]] / ROWS_A_PAGE),
        zone=where.consult().calendar().zone,
    )


def _view(asked: str | None, sizes: dict[State, int]) -> str:
    """Return the view that was asked for; what waits for a decision comes first."""
    if asked in VIEWS:
        return asked
    return "proposes" if sizes[State.PROPOSED] else "ouverts"


def _shown(
    row: GroupRow,
    agency: Agency,
    people: dict[int, str],
    calendar: WorkingCalendar,
    now: datetime,
) -> ShownGroup:
    tags = [state_tag(row.state)]
    if row.published_at is not None:
        tags.append(Tag(gettext("Titre public"), "up"))
    return ShownGroup(
        id=row.id,
        name=group_name(agency, row.name, row.category),
        category=category_names(agency).get(row.category, Text(row.category)),
        owner=people.get(row.owner_id or 0),
        complaints=row.complaints,
        oldest_at=row.oldest_at,
        days=days_to(row.due_at, None, calendar, Unit.WORKING_DAYS, now),
        due_on=row.due_at and calendar.day_of(row.due_at - _INSTANT),
        tags=tuple(tags),
    )
