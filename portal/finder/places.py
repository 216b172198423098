"""Who has the complaints of an example's label now: its agency, or whoever took its place."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from portal.agencies.registry import InForce
from portal.domain.succession import Destination, heir
from portal.finder.learned.examples import NOBODY, Label

PlaceOf = Callable[[Label], Label | None]


def places_in(in_force: InForce) -> PlaceOf:
    """Return what says who has the complaints of a label; None where nobody here does."""
    begun = {code: each for code, each in in_force.successions.items() if each.begun}
    last = max((succession.effective_at for succession in begun.values()), default=None)

    @cache
    def place_of(label: Label) -> Label | None:
        if label.agency == NOBODY:
            return label
        if label.agency not in in_force.agencies:
            return None
        if last is None or label.agency not in begun:
            return label
        return Label(*heir(begun, Destination(label.agency, label.category), last))

    return place_of
