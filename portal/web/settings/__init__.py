"""The pages on which an agency's administrators change its rules and the agency itself."""

from __future__ import annotations

from portal.web.settings import alarms, dates, home, preview, publication, replaying, text, versions
from portal.web.settings.blueprint import bp
from portal.web.settings.forms import (
    calendar,
    categories,
    channels,
    contact_limit,
    criteria,
    deadlines,
    grouping,
    jargon,
    letters,
    levels,
    notices,
    pauses,
    public_page,
    questions,
    recourses,
    reopening,
    second_reader,
    staff_page,
    units,
    urgency,
)
from portal.web.settings.starting import giving_up
from portal.web.settings.starting import pages as starting
from portal.web.settings.succession import changes, renaming, replacement

__all__ = [
    "alarms",
    "bp",
    "calendar",
    "categories",
    "changes",
    "channels",
    "contact_limit",
    "criteria",
    "dates",
    "deadlines",
    "giving_up",
    "grouping",
    "home",
    "jargon",
    "letters",
    "levels",
    "notices",
    "pauses",
    "preview",
    "public_page",
    "publication",
    "questions",
    "recourses",
    "renaming",
    "reopening",
    "replacement",
    "replaying",
    "second_reader",
    "staff_page",
    "starting",
    "text",
    "units",
    "urgency",
    "versions",
]
