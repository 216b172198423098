"""By what a complaint looks urgent: the words of danger and need that settings list."""

from __future__ import annotations

from collections.abc import Iterable

from portal.agencies.agency import Agency


def signs_in(agency: Agency, category: str | None, texts: Iterable[str]) -> str | None:
    """Return the words that make a complaint look urgent, or None."""
    found = agency.configured.urgent_signs(category, "\n".join(one for one in texts if one))
    return ", ".join(found) or None
