"""The pages on which an agency's administrators change its rules: draft, compare, publish."""

from __future__ import annotations

from portal.web.settings import (
    calendar,
    categories,
    deadlines,
    home,
    levels,
    publication,
    replaying,
    text,
    versions,
)
from portal.web.settings.blueprint import bp

__all__ = [
    "bp",
    "calendar",
    "categories",
    "deadlines",
    "home",
    "levels",
    "publication",
    "replaying",
    "text",
    "versions",
]
