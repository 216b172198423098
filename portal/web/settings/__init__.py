"""The pages on which an agency's administrators change its rules: draft, compare, publish."""

from __future__ import annotations

from portal.web.settings import home, publication, text, versions
from portal.web.settings.blueprint import bp

__all__ = ["bp", "home", "publication", "text", "versions"]
