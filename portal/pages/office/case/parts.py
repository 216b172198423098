"""The parts of a complaint's pages that features add, each at its place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.pages.contributions import added
from portal.pages.office.case.contributions import CasePart, Place
from portal.pages.office.case.opened import OpenedCase

ORDER = (
    *("reprisals", "urgency", "limits", "excluded", "transfer"),
    *("parts", "requests"),
    *("belonging", "links", "recommendations", "groups"),
)
"""The parts that share a place, from the top down; a part of no order comes last."""


def parts_at(case: OpenedCase, place: Place) -> list[tuple[str, Mapping[str, Any]]]:
    """Return the template of each part that has something to show at a place, with what it is."""
    there = sorted((one for one in added(CasePart) if one.place == place), key=_rank)
    shown = ((one.template, one.shown(case)) for one in there)
    return [(template, part) for template, part in shown if part is not None]


def _rank(part: CasePart) -> int:
    return ORDER.index(part.name) if part.name in ORDER else len(ORDER)
