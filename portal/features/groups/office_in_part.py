"""The page of a group for whoever may not see all of it; the complaints that any page lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from flask import render_template

from portal.agencies.agency import Agency
from portal.auth.sign_in import current_actor
from portal.domain.text import Text
from portal.domain.time.promise import Unit
from portal.features.groups.office_opened import group_name, state_tag
from portal.features.groups.queries import GroupedComplaint, complaints_of_group
from portal.features.groups.queries_in_part import outline_by_id
from portal.pages.current import gettext, runtime
from portal.pages.office.case import calendars_of, category_names, days_to, unit_of
from portal.pages.office.wording import Tag
from portal.pages.office.wording import state_tag as complaint_tag
from portal.pages.shown.agency import unit_names


def page_in_part(agency: str, group: int) -> str:
    """Show what tells of no complaint of a group, and the complaints that its reader sees.

    Raise UnknownGroupError for one of which they know nothing.
    """
    portal = runtime()
    with portal.reading(current_actor()) as session:
        outline = outline_by_id(session, agency, group)
        complaints = complaints_of_group(session, agency, group, outline.state)
    the_agency = portal.agencies.agency(agency)
    return render_template(
        "groups/in_part.html",
        agency=the_agency,
        outline=outline,
        name=group_name(the_agency, "", outline.category) if outline.is_told else "",
        tag=state_tag(outline.state),
        category=category_names(the_agency).get(outline.category, Text(outline.category)),
        unit=_unit(the_agency, outline.category),
        zone=the_agency.consult().calendar(outline.category or None).zone,
        complaints=list(shown_complaints(the_agency, complaints, portal.now())),
    )


def _unit(agency: Agency, category: str) -> Text | None:
    """Return the unit that receives what is about this, if the agency has one for it."""
    about = agency.every_category().get(category)
    code = about and about.unit
    return unit_names(agency).get(code, Text(code)) if code else None


def shown_complaints(
    agency: Agency, complaints: Sequence[GroupedComplaint], now: datetime
) -> Iterator[tuple[GroupedComplaint, int | None, Unit, list[Tag]]]:
    """Yield each complaint of a group with what is left to it, in which days, and its state."""
    calendars = calendars_of(agency, (complaint.category for complaint in complaints))
    for complaint in complaints:
        tags = [complaint_tag(complaint.status, complaint.last_event)]
        if complaint.level > 1:
            tags.insert(0, Tag(gettext("Palier %(level)s", level=complaint.level), "up"))
        calendar = calendars[complaint.category]
        unit = unit_of(complaint.within)
        days = days_to(complaint.missed_at or complaint.due_at, None, calendar, unit, now)
        yield complaint, days, unit, tags
