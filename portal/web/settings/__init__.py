"""The pages on which an agency's administrators change its rules and the agency itself."""

from __future__ import annotations

from portal.web.settings import dates, home, publication, replaying, text, versions
from portal.web.settings.blueprint import bp
from portal.web.settings.forms import calendar, categories, deadlines, levels
from portal.web.settings.starting import giving_up
from portal.web.settings.starting import pages as starting
from portal.web.settings.succession import changes, renaming, replacement

__all__ = [
    "bp",
    "calendar",
    "categories",
    "changes",
    "dates",
    "deadlines",
    "giving_up",
    "home",
    "levels",
    "publication",
    "renaming",
    "replacement",
    "replaying",
    "starting",
    "text",
    "versions",
]
