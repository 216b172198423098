"""What the address of a page of figures says: its period, what it is compared to, and of whom.

Whatever leads from one figure to what stands behind it keeps all of this.
"""

from __future__ import annotations

from typing import Any

from flask import url_for
from msgspec.structs import replace

from portal.reporting.asked import Asked
from portal.reporting.heirs import heirs_today

AGENCY, SIZE = "organisme", "taille"
FIELDS = {
    "theme": "theme",
    "category": "categorie",
    "channel": "canal",
    "language": "langue",
    "region": "region",
    "nature": "nature",
}
"""The parts of a narrowing, each with its name in the address."""


def in_address(asked: Asked) -> dict[str, Any]:
    """Return all that the address of a page says of what it shows, be it the usual or not."""
    shown = {"periode": str(asked.period), "comparer": asked.comparison}
    if heirs_today():
        shown["organismes"] = asked.geography
    if asked.agency:
        shown[AGENCY] = asked.agency
    if asked.size:
        shown[SIZE] = asked.size
    return shown | {FIELDS[part]: value for part, value in asked.narrowing.chosen.items()}


def narrower(endpoint: str, asked: Asked, agency: str = "", **parts: str) -> str:
    """Return where a page shows the same of some of these complaints alone."""
    narrowing = replace(asked.narrowing, **parts)
    there = replace(asked, agency=agency or asked.agency, narrowing=narrowing)
    return url_for(endpoint, **in_address(there))


def in_size(endpoint: str, asked: Asked, size: str) -> str:
    """Return where a page shows the same of all agencies of a size group."""
    return url_for(endpoint, **in_address(replace(asked, agency="", size=size)))
