"""The pages on which an agency's administrators change its rules and the agency itself."""

from __future__ import annotations

from portal.web.settings import home, publication, replaying, text, versions
from portal.web.settings.blueprint import bp
from portal.web.settings.forms import (
    calendar,
    categories,
    deadlines,
    levels,
    notices,
    questions,
    recourses,
)
from portal.web.settings.succession import changes, renaming, replacement

__all__ = [
    "bp",
    "calendar",
    "categories",
    "changes",
    "deadlines",
    "home",
    "levels",
    "notices",
    "publication",
    "questions",
    "recourses",
    "renaming",
    "replacement",
    "replaying",
    "text",
    "versions",
]
