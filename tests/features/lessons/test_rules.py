"""What could tell who somebody is is found in a lesson; ordinary words are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.features.lessons.rules import Sign, telltales

PLAIN = st.text(st.sampled_from("abcdefghij éàç,.’"), max_size=40)


@pytest.mark.parametrize(
    ("text", "sign", "words"),
    [
        ("Comme Mme Tremblay l’a dit", Sign.NAME, "Mme Tremblay"),
        ("As Mr. Walker said", Sign.NAME, "Mr. Walker"),
        ("Michel a appelé", Sign.NAME, "Michel"),
        ("La plainte 2026-004182 le montre", Sign.COMPLAINT, "2026-004182"),
        ("Au 514 555-0178, personne", Sign.PHONE, "514 555-0178"),
        ("Écrire à m.gagnon@exemple.org", Sign.EMAIL, "m.gagnon@exemple.org"),
        ("Au 12, rue des Érables", Sign.ADDRESS, "12, rue des Érables"),
        ("At 12 Maple Street", Sign.ADDRESS, "12 Maple Street"),
        ("Le code g1a 0a1", Sign.ADDRESS, "g1a 0a1"),
        ("Le permis 123 456 789", Sign.NUMBER, "123 456 789"),
    ],
)
def test_what_tells_of_somebody_is_named_with_its_kind(text: str, sign: Sign, words: str):
    assert [(telltale.sign, telltale.words) for telltale in telltales(text, ["Michel Gagnon"])] == [
        (sign, words)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "En 2026, 14 bureaux sur 20 ont changé leur lettre.",
        "Les rappels se font en 2 jours ouvrables, de 8 h 30 à 16 h 30.",
        "On gagne 15 minutes par appel.",
    ],
)
def test_ordinary_words_and_figures_are_left_alone(text: str):
    assert telltales(text, ["Michel Gagnon"]) == []


@given(PLAIN, PLAIN, st.sampled_from(["2026-004182", "514 555-0178", "a@b.org", "H2X 1Y4"]))
def test_a_sign_is_found_wherever_it_stands(before: str, after: str, sign: str):
    assert telltales(f"{before} {sign} {after}")


@given(PLAIN)
def test_a_text_without_digits_or_names_warns_of_nothing(text: str):
    assert telltales(text) == []
