"""The pages on which an agency's administrators change its rules and the agency itself."""

from __future__ import annotations

from portal.features.alarms import settings as alarms
from portal.features.contact_limits import settings as contact_limit
from portal.features.groups import settings as grouping
from portal.features.organisation_changes.settings import changes, renaming, replacement
from portal.features.referrals import settings as staff_page
from portal.features.second_reading import settings as second_reader
from portal.features.urgency import settings as urgency
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
