"""An agency serves a place that it names, or whose postal code it names."""

from __future__ import annotations

import pytest

from portal.agencies.settings.schema import TerritorySettings
from portal.finder.territory.hearing import Place, places_asked
from portal.finder.territory.serving import Serves, serves

CITY = TerritorySettings(municipalities=("Montréal", "Verdun"), postal=("H2*", "H3A"))
BY_NAME = TerritorySettings(municipalities=("Montréal",))
BY_CODE = TerritorySettings(postal=("H7*",))


def typed(*each: str) -> list[Place]:
    return [place for words in each for place in places_asked(words, "fr")]


@pytest.mark.parametrize(
    ("territory", "places", "answer"),
    [
        (CITY, ["Montréal"], Serves.YES),
        (CITY, ["Verdun"], Serves.YES),
        (CITY, ["Rosemont"], Serves.YES),
        (CITY, ["Laval"], Serves.NO),
        (CITY, ["Westmount"], Serves.NO),
        (CITY, ["H2X 1Y6"], Serves.YES),
        (CITY, ["H3A"], Serves.YES),
        (CITY, ["H3Z"], Serves.NO),
        (CITY, ["M5V 2T6"], Serves.NO),
        (CITY, ["Laval", "Montréal"], Serves.YES),
        (CITY, [], Serves.UNSAID),
        # The town in Témiscamingue and the borough have one name.
        (CITY, ["Ville-Marie"], Serves.YES),
        (BY_NAME, ["H2X"], Serves.YES),
        (BY_NAME, ["H7N"], Serves.NO),
        (BY_NAME, ["M5V"], Serves.UNSAID),
        (BY_CODE, ["Laval"], Serves.YES),
        (BY_CODE, ["Montréal"], Serves.NO),
        (BY_CODE, ["Oka"], Serves.UNSAID),
    ],
)
def test_whether_an_agency_serves_places(
    territory: TerritorySettings, places: list[str], answer: Serves
):
    assert serves(territory, typed(*places)) is answer
