"""Who stands out in a finding: the agencies at its two ends."""

from __future__ import annotations

from collections.abc import Callable, Collection

from portal.agencies.agency import Agency
from portal.reporting.blocks import RANKED_FROM


def extremes(
    agencies: Collection[Agency], size: Callable[[str], int | None], value: Callable[[str], float]
) -> tuple[Agency, Agency] | None:
    """Return which agencies have the least and the most of something, if they differ.

    Only those that have enough by their `size` are compared.
    """
    ranked = sorted(
        (agency for agency in agencies if (size(agency.code) or 0) >= RANKED_FROM),
        key=lambda agency: (value(agency.code), agency.code),
    )
    if len(ranked) < 2 or value(ranked[0].code) == value(ranked[-1].code):
        return None
    return ranked[0], ranked[-1]
