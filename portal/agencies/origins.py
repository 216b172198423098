"""Where what is told of a body outside the portal comes from, and whether it can be relied on."""

from __future__ import annotations

import re
from datetime import date

from msgspec import Struct

from portal.agencies.settings.elsewhere import Elsewhere
from portal.agencies.settings.sources import UNKNOWN, SourceOf, first_day

RECENT_YEARS = 2
"""A copy of a body's own page that is older than this may no longer say what the page says."""

_PATH = re.compile(r"/[^\s,)]*")
_SITE = re.compile(r"\b(?:[a-z0-9-]+\.)+[a-z]{2,}\b")


class Origin(Struct, frozen=True):
    """What was read about a body, as pages tell it.

    `compared_on` is said of a recent copy of the body's own page. All else is to be verified with
    the body itself, `year` being that of the page, if it is known.
    """

    sites: tuple[str, ...]
    year: int | None = None
    compared_on: date | None = None


def origin_of(body: Elsewhere, today: date) -> Origin | None:
    """Return where what is told of a body comes from; nothing if nobody compared it with a page."""
    if body.source is None or body.verified_on is None:
        return None
    sites, day = sites_of(body.source), first_day(body.source_from or UNKNOWN)
    if body.source_of is SourceOf.OWN and day is not None and _is_recent(day, today):
        return Origin(sites, compared_on=body.verified_on)
    return Origin(sites, year=day.year if day else None)


def sites_of(source: str) -> tuple[str, ...]:
    """Return the sites that a source names, which readers know better than addresses of pages."""
    return tuple(dict.fromkeys(_SITE.findall(_PATH.sub("", source)))) or (source,)


def _is_recent(day: date, today: date) -> bool:
    return (day.year + RECENT_YEARS, day.month, day.day) >= (today.year, today.month, today.day)
