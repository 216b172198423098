"""What tells who somebody is is found however it is spelled, and ordinary words are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.handling.identity import IdentityField, identity_said
from portal.domain.masking import MASK, name_shown, without_contacts, without_names
from tests.domain.somebody import Somebody

PINES = "77, rue des Pins, app. 4\nLévis (Québec) G6V 9Z9"
PERSON = Somebody("Nora O’Neil", "n.oneil@exemple.org", "418 555-0708", PINES)


@pytest.mark.parametrize(
    "text",
    [
        "La dame du 77, rue des Pins (G6V 9Z9)",
        "Au 77 rue des pins",
        "au 77 de la rue des Pins",
        "chez elle, 77 des Pins",
        "rue des Pins, au 77",
        "Le code est g6v9z9",
    ],
)
def test_a_part_of_an_address_tells_it(text: str):
    assert IdentityField.ADDRESS in identity_said(text, [PERSON])


@pytest.mark.parametrize(
    ("address", "text"),
    [
        ("4, rue des Ormes", "La visite du 4, rue des Ormes"),
        ("4, rue des Ormes, Québec", "4 rue des Ormes"),
        ("1234 Main Street, Gatineau", "the lady at 1234 Main"),
        ("12 Elm Street", "12 Elm street"),
        ("5, rue Saint-Jean", "5, rue St-Jean"),
        ("5-12, chemin Ste-Foy", "12 chemin Sainte-Foy"),
        ("123, 4e Rue", "Au 123, 4e Rue"),
    ],
)
def test_number_and_street_tell_an_address_whatever_the_kind(address: str, text: str):
    assert MASK in without_contacts(text, [address])


@pytest.mark.parametrize(
    "text",
    ["555-0708", "Au 555 0708.", "1 418 555-0708", "(418) 555.0708", "5550708", "tél.: 555‑0708"],
)
def test_the_last_seven_digits_tell_a_number(text: str):
    for phone in ("418 555-0708", "1 418 555-0708", "418 555-0708, poste 12", "418 555-0708 #2"):
        told = Somebody(phone=phone)
        assert IdentityField.PHONE in identity_said(text, [told]), phone


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Nora O’Neil", "Mme ONeil"),
        ("Nora O’Neil", "Mme O Neil"),
        ("Nora ONeil", "Mme O’Neil"),
        ("Lise L’Heureux", "Mme LHeureux"),
        ("Lise St-Pierre", "Mme StPierre"),
        ("Li Wu", "Li Wu attend"),
        ("Li Wu", "Wu, Li"),
        ("Li Wu", "li wu attend"),
        ("Li Wu", "M. Wu attend"),
        ("Jo Roy", "Jo Roy"),
    ],
)
def test_a_name_is_found_without_its_joint_and_where_it_is_short(name: str, text: str):
    assert MASK in without_names(text, [name])


def test_among_many_a_name_is_found_without_its_joint():
    assert name_shown("Mme ONeil attend", ["Nora O’Neil"]) == "Mme ONeil attend"


@pytest.mark.parametrize(
    "text",
    [
        "Le 4 mai, 77 personnes ont vu les pins.",
        "Rue des Pins, il y a 177 arbres.",
        "Il y a 77 pins, dont 4 ormes.",
        "Le 77 est un autobus qui passe rue des Pins.",
        "Dossier 2026-555070, montant 555 070,80 $.",
        "Dossier 1555-0708-22 et 555-07081.",
        "La loi G6 et le point V9.",
        "Wu et les autres",
    ],
)
def test_ordinary_words_and_numbers_tell_nothing(text: str):
    others = [Somebody("Li Wu"), Somebody("", "", "418 555-0708", PINES)]
    assert identity_said(text, [*others, Somebody(address="4, rue des Ormes")]) == {}


@given(
    st.integers(1, 99999).filter(lambda number: number != 77),
    st.sampled_from([", rue des Pins", " rue des Pins", ", avenue des Pins", " Pins", " pins"]),
)
def test_another_number_of_the_street_tells_nothing(number: int, street: str):
    assert without_contacts(f"Au {number}{street}.", [PINES]) == f"Au {number}{street}."


@given(
    st.integers(1, 31),
    st.sampled_from(["janvier", "mai", "août", "décembre"]),
    st.integers(2000, 2030),
    st.decimals(0, 99999, places=2),
    st.integers(1, 999999),
)
def test_dates_amounts_and_complaint_numbers_tell_nothing(
    day: int, month: str, year: int, amount: object, rank: int
):
    text = f"Le {day} {month} {year}, {amount} $, plainte {year}-{rank:06}."
    assert without_contacts(text, [PINES, "4, rue des Ormes", "12 Elm Street"]) == text


@given(st.text(max_size=300), st.text(max_size=60), st.text(max_size=60))
def test_any_text_any_name_and_any_address_can_be_read(text: str, name: str, address: str):
    without_names(text, [name])
    without_contacts(text, [address])
