"""What blocks that read rows, and not the cube, need of a period: moments, months and places."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta

from portal.domain.succession import REST, Heirs
from portal.reporting.figures import Asked, Reading, heirs_of

_A_DAY = timedelta(days=1)


def around(asked: Asked) -> tuple[datetime, datetime]:
    """Return moments around the period, whatever the time zone of an agency."""
    first = datetime.combine(asked.period.first_day - _A_DAY, time(), UTC)
    last = datetime.combine(asked.period.last_day + 2 * _A_DAY, time(), UTC)
    return first, last


def with_old_codes(reading: Reading) -> frozenset[str]:
    """Return the agencies of a page, and those whose past it counts with them."""
    codes = {one.code for one in reading.agencies}
    old = (
        code
        for code, places in heirs_of(reading.asked).items()
        if not codes.isdisjoint(places.values())
    )
    return frozenset(codes.union(old))


def place_of(agency: str, category: str, heirs: Heirs) -> str:
    """Return which agency has the past of another's category."""
    places: Mapping[str, str] = heirs.get(agency, {REST: agency})
    return places.get(category, places[REST])
