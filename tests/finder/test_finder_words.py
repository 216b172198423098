"""From typed text to words that can be compared."""

from __future__ import annotations

import pytest

from portal.finder.hearing import Spelling
from portal.words.typed_words import plain, stems, telling_words, words_of


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("l’École d'hiver", ["l", "ecole", "d", "hiver"]),
        ("porte-monnaie", ["porte", "monnaie"]),
        ("la C.S.T. ferme", ["la", "cst", "ferme"]),
        ("fini.Depuis", ["fini", "depuis"]),
        ("cœur Ça NAÏVE", ["coeur", "ca", "naive"]),
        ("snake_case 12e", ["snake", "case", "12e"]),
    ],
)
def test_words_are_read_without_accents_case_and_punctuation(typed: str, read: list[str]):
    assert [word.plain for word in words_of(typed)] == read


def test_a_word_keeps_the_form_in_which_it_was_typed():
    assert [word.typed for word in words_of("L’Été, enfin")] == ["L", "Été", "enfin"]


@pytest.mark.parametrize(
    ("form", "other"),
    [("facture", "factures"), ("inondé", "inondée"), ("delay", "delays"), ("flooded", "flooding")],
)
def test_forms_of_a_word_share_a_stem(form: str, other: str):
    assert set(stems(plain(form))) & set(stems(plain(other)))


def test_the_text_shows_which_language_a_doubtful_word_is_in():
    assert [w.plain for w in telling_words("my son was hurt", "fr")] == ["son", "hurt"]
    assert [w.plain for w in telling_words("son chien est blessé", "en")] == ["chien", "blesse"]


def test_the_page_decides_where_the_text_does_not_show_its_language():
    assert [w.plain for w in telling_words("car", "en")] == ["car"]
    assert telling_words("car", "fr") == []


def test_short_numbers_tell_nothing():
    assert [w.plain for w in telling_words("311 12 5")] == ["311"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("permsi", "permis"),
        ("prermsi", "prermsi"),
        ("immatriculaiton", "immatriculation"),
        ("imatriculasion", "immatriculation"),
        ("imatriculasionn", "imatriculasionn"),
        ("cart", "cart"),
    ],
)
def test_longer_words_may_have_more_mistakes(typed: str, meant: str):
    assert Spelling(["permis", "immatriculation", "carte"]).corrected(typed)[0] == meant


def test_a_correction_is_less_sure_the_more_letters_it_changes():
    spelling = Spelling(["immatriculation"])
    nearer, farther = (spelling.corrected(w)[1] for w in ("immatriculaton", "imatriculaton"))
    assert 1 > nearer > farther > 0
