"""The pages on which an agency's administrators change its rules and the agency itself."""

from __future__ import annotations

from portal.web.settings import (
    categories,
    changes,
    deadlines,
    home,
    publication,
    renaming,
    succession,
    text,
    versions,
)
from portal.web.settings.blueprint import bp

__all__ = [
    "bp",
    "categories",
    "changes",
    "deadlines",
    "home",
    "publication",
    "renaming",
    "succession",
    "text",
    "versions",
]
