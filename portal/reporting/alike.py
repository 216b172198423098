"""Which agencies are alike: of one size group, by how many complaints they close in four quarters.

Settings do not say what kind of body an agency is, so that its size stands for it.
"""

from __future__ import annotations

from collections.abc import Iterable

from portal.agencies.agency import Agency
from portal.domain.actor import PORTAL
from portal.domain.figures.size_groups import Size, size_of
from portal.pages.current import runtime
from portal.reporting.asked import Asked
from portal.reporting.counts.queries import closed_by_agency
from portal.reporting.heirs import heirs_of
from portal.words.catalogue import to_translate

SIZES = {
    Size.LARGE: to_translate("Grands organismes"),
    Size.MEDIUM: to_translate("Organismes moyens"),
    Size.SMALL: to_translate("Petits organismes"),
}
"""What the groups are called."""


def closed_lately(asked: Asked, agencies: Iterable[Agency]) -> dict[str, int]:
    """Return how many complaints each agency closed in the four quarters up to what is asked."""
    codes = [agency.code for agency in agencies]
    with runtime().reading(PORTAL) as session:
        closed = closed_by_agency(session, codes, asked.four_quarters, heirs_of(asked))
    return {code: closed.get(code, 0) for code in codes}


def of_size(asked: Asked, agencies: tuple[Agency, ...]) -> tuple[Agency, ...]:
    """Return the agencies of the size group that is asked for; all where none is."""
    if not asked.size:
        return agencies
    closed = closed_lately(asked, agencies)
    return tuple(agency for agency in agencies if size_of(closed[agency.code]) == asked.size)
