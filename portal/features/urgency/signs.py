"""By what a complaint looks urgent: the words of danger and need that settings list."""

from __future__ import annotations

from collections.abc import Iterable

from portal.agencies.agency import Agency
from portal.complaints.queries.past import PastComplaint
from portal.complaints.texts import texts_of_filing


def signs_in(agency: Agency, category: str | None, texts: Iterable[str]) -> str | None:
    """Return the words that make a complaint look urgent, or None."""
    found = agency.configured.urgent_signs(category, "\n".join(one for one in texts if one))
    return ", ".join(found) or None


def signs_when_filed(agency: Agency, past: PastComplaint) -> str | None:
    """Return the words by which a complaint of the past would have looked urgent, or None."""
    told = past.told
    return signs_in(agency, told.category, texts_of_filing(told.story, told.answers, past.wish))
