"""Who has the past of whom, where a page counts organisations as they are today."""

from __future__ import annotations

from collections.abc import Mapping

from portal.domain.succession import REST, Heirs, heirs
from portal.pages.current import runtime
from portal.reporting.asked import THEN, Asked
from portal.reporting.counts.cube_cells import NO_HEIRS
from portal.reporting.figures import Reading


def heirs_of(asked: Asked) -> Heirs:
    """Return who has the past of whom, if agencies are to be counted as they are today."""
    return NO_HEIRS if asked.geography == THEN else heirs_today()


def heirs_today() -> Heirs:
    """Return who has the past of whom by now."""
    portal = runtime()
    return heirs(portal.agencies.in_force.successions, portal.now())


def with_old_codes(reading: Reading) -> frozenset[str]:
    """Return the agencies of a page, and those whose past it counts with them."""
    codes = {agency.code for agency in reading.agencies}
    places_of = heirs_of(reading.asked).items()
    return frozenset(
        codes.union(code for code, places in places_of if not codes.isdisjoint(places.values()))
    )


def place_of(agency: str, category: str, heirs: Heirs) -> str:
    """Return which agency has the past of another's category."""
    places: Mapping[str, str] = heirs.get(agency, {REST: agency})
    return places.get(category, places[REST])
