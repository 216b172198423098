"""What a file says of the places that an agency serves."""

from __future__ import annotations

import pytest

from portal.agencies.settings.reader import read_agency, read_portal
from portal.agencies.settings.schema import json_schema
from tests.support.agencies import AGENCIES, PARKS_YAML

PORTAL, _ = read_portal(AGENCIES / "_portal.yaml")


@pytest.mark.parametrize(
    ("said", "mistake"),
    [
        ("{postal: [H2X, 2HX]}", "territory.postal[1]: “2HX”"),
        ("{postal: [H2X 1Y6]}", "territory.postal[0]"),
        ("{postal: [h2x]}", "territory.postal[0]"),
        ("{postal: [D2X]}", "territory.postal[0]"),
        ("{postal: [H2*, H2*]}", "territory.postal[1]: “H2*” is there already"),
        (
            "{municipalities: [Montréal, montreal]}",
            "municipalities[1]: “montreal” is there already",
        ),
        ("{elsewhere: {fr: Ailleurs, en: Elsewhere}}", "territory: name municipalities"),
        ("{municipalities: [Laval], towns: [Laval]}", "territory.towns"),
    ],
)
def test_a_mistake_is_told_where_it_stands(said: str, mistake: str):
    settings, mistakes = read_agency(f"{PARKS_YAML}territory: {said}\n", PORTAL)
    assert settings is None
    line = PARKS_YAML.count("\n") + 1
    assert any(mistake in str(one) and f":{line}:" in str(one) for one in mistakes), mistakes


def test_a_release_that_says_nothing_of_it_stays_as_it_was():
    settings, mistakes = read_agency(PARKS_YAML, PORTAL)
    assert settings is not None, mistakes
    assert "territory" not in settings.model_dump(mode="json")


def test_all_that_begin_so_are_meant_by_a_star():
    settings, mistakes = read_agency(f"{PARKS_YAML}territory: {{postal: [H2*, H3A]}}\n", PORTAL)
    assert settings is not None, mistakes
    assert settings.territory is not None
    held = [prefix for prefix in ("H2X", "H3A", "H3B") if settings.territory.has_prefix(prefix)]
    assert held == ["H2X", "H3A"]


def test_the_json_schema_knows_the_territory():
    assert "municipalities" in json_schema()["$defs"]["TerritorySettings"]["properties"]
