"""What examples teach: the agency, its category, and that nobody here answers."""

from __future__ import annotations

import pytest

from portal.finder.learned.examples import NOBODY, Label
from portal.finder.learned.learned import Spoken
from tests.finder.learned.invented_examples import LEARNED


def heard(text: str) -> dict[str, Spoken]:
    return LEARNED.heard(text, lambda label: label)


def likeliest(text: str) -> tuple[str, str]:
    spoken = heard(text)
    agency = max(spoken, key=lambda code: spoken[code].strength)
    return agency, spoken[agency].category


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("une branche est tombée sur le sentier", ("parks", "trees")),
        ("le gardien crie", ("parks", "keepers")),
        ("my water bill doubled", ("water", "bill")),
        ("tuyeau crevé dans la cave", ("water", "leak")),
        ("la banque prend des frais sur ma carte", (NOBODY, "bank")),
    ],
)
def test_a_text_leads_to_where_the_examples_like_it_lead(text: str, place: tuple[str, str]) -> None:
    assert likeliest(text) == place


def test_a_label_whose_place_another_took_leads_there() -> None:
    spoken = LEARNED.heard(
        "une branche est tombée sur le sentier",
        lambda label: Label("woods", "fallen") if label.agency == "parks" else label,
    )

    assert "parks" not in spoken
    assert max(spoken, key=lambda code: spoken[code].strength) == "woods"
    assert spoken["woods"].category == "fallen"


def test_an_agency_that_is_here_no_more_is_left_out() -> None:
    spoken = LEARNED.heard("branche", lambda label: None if label.agency == "parks" else label)

    assert "parks" not in spoken
    assert "water" in spoken


@pytest.mark.parametrize("text", ["", " ", "!!!", "x", "\u202e", "a" * 100_000])
def test_any_text_is_heard(text: str) -> None:
    assert heard(text).keys() == {"water", "parks", NOBODY}


def test_the_words_that_tell_are_those_of_the_agency_alone() -> None:
    telling = LEARNED.telling(["gardien", "sans", "eau"], "parks")

    assert "gardien" in telling
    assert "eau" not in telling
    assert LEARNED.telling(["gardien"], "unknown") == {}
