"""The pages on which an agency's administrators change its rules and the agency itself."""

from __future__ import annotations

from portal.web.settings import (
    calendar,
    categories,
    changes,
    deadlines,
    home,
    levels,
    publication,
    renaming,
    replaying,
    succession,
    text,
    versions,
)
from portal.web.settings.blueprint import bp

__all__ = [
    "bp",
    "calendar",
    "categories",
    "changes",
    "deadlines",
    "home",
    "levels",
    "publication",
    "renaming",
    "replaying",
    "succession",
    "text",
    "versions",
]
