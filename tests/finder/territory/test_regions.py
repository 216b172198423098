"""The region is that of the places that the words name, where these are surely in one."""

from __future__ import annotations

import pytest

from portal.finder.territory.municipalities import municipalities
from portal.finder.territory.regions import REGIONS, region_heard


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("J’habite à Gatineau et personne ne répond.", "07"),
        ("Je demeure à Hull.", "07"),
        ("I live in Granby and nobody answers.", "05"),
        ("On m’a remorqué, H7N 1A1.", "13"),
        ("De Laval à Sainte-Rose, rien n’est déneigé.", "13"),
        ("Je vis à Laval et je travaille à Longueuil.", None),
        ("J’habite à Mercier.", None),
        ("Je vis à Saint-Lambert.", None),
        ("Personne ne répond.", None),
        ("", None),
    ],
)
def test_it_is_heard_where_the_words_are_sure(text: str, region: str | None):
    assert region_heard([text], "fr") == region


def test_the_first_text_that_names_a_place_says_it():
    assert region_heard(["", "À Rimouski.", "À Laval."], "fr") == "01"
    assert region_heard(["À Laval et à Longueuil.", "À Rimouski."], "fr") is None


def test_every_region_of_the_list_of_municipalities_has_a_name():
    listed = {each.region for bearing in municipalities().by_name.values() for each in bearing}
    assert listed - {""} == set(REGIONS)
