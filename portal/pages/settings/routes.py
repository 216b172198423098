"""The pages on which an agency's administrators change its rules and the agency itself."""

from __future__ import annotations

from portal.pages.settings import (
    dates,
    home,
    preview,
    publication,
    replaying,
    text,
    versions,
)
from portal.pages.settings.blueprint import bp
from portal.pages.settings.forms import (
    calendar,
    categories,
    channels,
    criteria,
    deadlines,
    jargon,
    letters,
    levels,
    notices,
    pauses,
    public_page,
    questions,
    recourses,
    reopening,
    units,
)
from portal.pages.settings.starting import giving_up
from portal.pages.settings.starting import pages as starting

__all__ = [
    "bp",
    "calendar",
    "categories",
    "channels",
    "criteria",
    "dates",
    "deadlines",
    "giving_up",
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
    "reopening",
    "replaying",
    "starting",
    "text",
    "units",
    "versions",
]
