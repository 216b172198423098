"""What agencies declare of their territories is known by name, and no prefix is another town's."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal.agencies.settings.elsewhere import BodyKind
from portal.agencies.settings.reader import read_agency, read_portal
from portal.agencies.settings.schema import TerritorySettings
from portal.finder.territory.hearing import places_asked
from portal.finder.territory.municipalities import municipalities, plain_name
from portal.finder.territory.serving import Serves, serves

CONFIGS = Path(__file__).parents[2] / "agency_configs"
PORTAL, _ = read_portal(CONFIGS / "_portal.yaml")

TOWNS_OF_THE_ISLAND = [
    *["Westmount", "Côte-Saint-Luc", "Dorval", "Pointe-Claire", "Mont-Royal", "Hampstead"],
    *["Montréal-Ouest", "Montréal-Est", "Kirkland", "Beaconsfield", "Baie-D’Urfé", "Senneville"],
    *["Dollard-des-Ormeaux", "Sainte-Anne-de-Bellevue"],
]


def territories() -> dict[str, TerritorySettings]:
    """Return the territory of each agency that declares one, by its code."""
    declared: dict[str, TerritorySettings] = {}
    for file in sorted(CONFIGS.glob("[a-z]*.yaml")):
        settings, mistakes = read_agency(file.read_text(encoding="utf-8"), PORTAL)
        assert settings is not None, mistakes
        if settings.territory is not None:
            declared[file.stem] = settings.territory
    return declared


def test_each_municipality_that_an_agency_declares_is_known():
    unknown = [
        (code, name)
        for code, territory in territories().items()
        for name in territory.municipalities
        if plain_name(name) not in municipalities().by_name
    ]
    assert not unknown


def test_each_name_stands_once_and_each_prefix_with_one_municipality():
    known = {each for named in municipalities().by_name.values() for each in named}
    prefixes = [prefix for each in known for prefix in each.postal]
    assert len(prefixes) == len(set(prefixes)) > 300
    assert len({each.name for each in known}) == len(known) > 390


@pytest.mark.parametrize("name", ["Montréal", "Verdun", "Lachine", "NDG", "H2X 1Y6", "H8S", "H9C"])
def test_the_city_serves_its_boroughs(name: str):
    assert serves(territories()["mtl"], places_asked(name, "fr")) is Serves.YES


@pytest.mark.parametrize("name", [*TOWNS_OF_THE_ISLAND, "Laval", "H7N 1A1", "Longueuil", "H3Z"])
def test_the_city_serves_no_other_town(name: str):
    assert serves(territories()["mtl"], places_asked(name, "fr")) is Serves.NO


MOST_POPULOUS = """
Québec, Laval, Gatineau, Longueuil, Sherbrooke, Lévis, Saguenay, Trois-Rivières, Terrebonne,
Saint-Jean-sur-Richelieu, Brossard, Repentigny, Saint-Jérôme, Drummondville, Granby, Mirabel,
Blainville, Saint-Hyacinthe, Mascouche, Châteauguay, Shawinigan, Rimouski, Dollard-des-Ormeaux,
Victoriaville, Saint-Eustache, Vaudreuil-Dorion, Rouyn-Noranda, Salaberry-de-Valleyfield,
Boucherville, Côte-Saint-Luc, Sorel-Tracy, Saint-Georges, Val-d’Or
"""


@pytest.mark.parametrize("name", [name.strip() for name in MOST_POPULOUS.split(",")])
def test_the_most_populous_towns_outside_have_somebody_to_turn_to(name: str):
    """The body that serves the town, else what is said of the town hall of any."""
    assert PORTAL is not None
    [place] = places_asked(name, "fr")
    own = [body for body in PORTAL.elsewhere if place.names & set(map(plain_name, body.serves))]
    general = [
        body for body in PORTAL.elsewhere if body.general and body.kind is BodyKind.MUNICIPALITY
    ]
    assert serves(territories()["mtl"], [place]) is Serves.NO
    [body, *_] = own or general
    assert body.how is not None
