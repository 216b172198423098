"""Which agencies serve a place, by the territories that they declare."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from portal.agencies.settings.schema import TerritorySettings
from portal.finder.territory.hearing import Place
from portal.finder.territory.municipalities import plain_name


class Serves(StrEnum):
    """Whether an agency serves where something happened."""

    YES = "yes"
    NO = "no"
    UNSAID = "unsaid"
    """No place is known, or nothing says whose it is."""


def serves(territory: TerritorySettings, places: Iterable[Place]) -> Serves:
    """Tell whether any of the places lies in a territory; all must lie outside to be outside."""
    found = {_serves(territory, place) for place in places}
    if Serves.YES in found:
        return Serves.YES
    return Serves.NO if found == {Serves.NO} else Serves.UNSAID


def _serves(territory: TerritorySettings, place: Place) -> Serves:
    """Tell of one place: a code is compared with codes if there are any, a name with names."""
    by_code = bool(place.postal) and bool(territory.postal)
    if by_code and (place.is_code or not territory.municipalities):
        return _told(any(territory.has_prefix(prefix) for prefix in place.postal))
    if place.names and territory.municipalities:
        return _told(not place.names.isdisjoint(map(plain_name, territory.municipalities)))
    return Serves.UNSAID


def _told(is_served: bool) -> Serves:
    return Serves.YES if is_served else Serves.NO
