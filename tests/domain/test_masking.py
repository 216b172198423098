"""What would tell who complains is taken out of what others are shown."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.masking import MASK, without_contacts, without_names

NAME_LETTERS = st.sampled_from("abcdefghijklmnoprstuvyzéèêëàâîïôûüçœÉÀÇ")
NAMES = st.text(NAME_LETTERS, min_size=3, max_size=12)
TEXTS = st.text(st.one_of(NAME_LETTERS, st.sampled_from(" .,’'-\n0123456789")), max_size=60)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Je m’appelle Michel Gagnon.", "Je m’appelle […] […]."),
        ("MICHEL GAGNON a payé", "[…] […] a payé"),
        ("M. Gagnón de la ville", "M. […] de la ville"),
        ("Les Gagnonneries du parc", "Les Gagnonneries du parc"),
        ("Chez les Gagnons", "Chez les […]"),
        ("M. Gag\u00adnon et Mi\u200bchel", "M. […] et […]"),
        ("Rien de personnel", "Rien de personnel"),
    ],
)
def test_each_word_of_a_name_is_masked_whatever_its_case_and_accents(text: str, shown: str):
    assert without_names(text, ["Michel Gagnon", None, ""]) == shown


def test_the_particle_of_a_name_tells_nobody_and_stays():
    assert without_names("de Jean de la Rue", ["Jean de la Rue"]) == f"de {MASK} de la {MASK}"


@pytest.mark.parametrize(
    "written", ["514 555-0178", "(514) 555-0178", "5145550178", "514.555.0178"]
)
def test_a_telephone_number_is_masked_however_it_is_spaced(written: str):
    assert without_contacts(f"Au {written}.", ["514 555-0178"]) in (f"Au {MASK}.", f"Au ({MASK}.")


def test_addresses_are_masked_whatever_their_case_and_spaces():
    contacts = ["M.Gagnon@exemple.org", "12, rue des Érables\nQuébec", None, " "]
    told = "m.gagnon@exemple.org, au 12,  rue des erables Québec"
    assert without_contacts(told, contacts) == f"{MASK}, au {MASK}"


@given(TEXTS, NAMES, TEXTS)
def test_no_word_of_a_name_is_left(before: str, name: str, after: str):
    shown = without_names(f"{before} {name} {after}", [name])
    words = unicodedata.normalize("NFC", shown).split()
    assert name not in words
    assert MASK in words


@given(TEXTS)
def test_a_text_that_names_nobody_stays_as_it_is(text: str):
    assert without_names(text, ["Zxq"]) == without_contacts(text, []) == text
