"""Whom a text names: by the whole name, by a title and a surname, by a surname that is theirs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.naming import People, names_somebody, people_named
from portal.domain.ordinary_words import (
    COURTESY,
    FIRST_NAMES,
    OPENINGS,
    ORDINARY_WORDS,
    ROLES,
)

NAMES = {
    1: "Thi Nguyen",
    2: "Luc Leblanc",
    3: "Ann Girard",
    4: "Luc Côté",
    5: "Jean Blanc",
    6: "Marie Tremblay",
    7: "Guy Tremblay",
    8: "Luc St-Pierre",
    9: "Julie Roy-Gagnon",
    10: "Pat O’Brien",
    11: "Jean de la Durantaye",
    12: "Ève Martin",
    13: "Bo Li",
}


def named(text: str) -> set[int]:
    """Return whom of these people a text names."""
    return set(people_named(text, NAMES))


def test_somebody_is_named_by_their_whole_name():
    story = "La cheffe, Émilie  Roy-Côté, a crié."
    assert names_somebody(story, "Emilie Roy Cote")
    assert not names_somebody(story, "Émilie Tremblay")
    assert not names_somebody(story, "Émilie")
    assert not names_somebody(story, "")


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("M. Nguyen m'a insultée", {1}),
        ("m nguyen ma insulter", {1}),
        ("L’agent Leblanc a ri.", {2}),
        ("l'agente leblanc", {2}),
        ("Mrs Girard was rude.", {3}),
        ("MRS. GIRARD WAS RUDE", {3}),
        ("Constable Girard’s report", {3}),
        ("Dr Girard", {3}),
        ("Mmes Girard et Nguyen", {1, 3}),
        ("M. Côté m’a crié après.", {4}),
        ("M. Blanc", {5}),
        ("madame Tremblay", {6, 7}),
        ("Officer Tremblay yelled", {6, 7}),
        ("Mme G. Tremblay", {7}),
        ("Mr.\nTremblay", {6, 7}),
        ("Monsieur Saint-Pierre", {8}),
        ("Mme Gagnon", {9}),
        ("Officer O'Brien", {10}),
        ("M. de la Durantaye", {11}),
        ("Mme Martin", {12}),
        ("M. Li", {13}),
        ("M. Ngu\u00adyen", {1}),
    ],
)
def test_a_title_before_a_surname_names_all_who_bear_it(text: str, people: set[int]):
    assert named(text) == people


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Nguyen m'a crié après.", {1}),
        ("J'ai vu Nguyen.", {1}),
        ("j'ai vu nguyen hier pis il a ri", {1}),
        ("l'agent de probation Girard a menti", {3}),
        ("J'ai parlé à Blanc hier.", {5}),
        ("O'Brien yelled", {10}),
        ("Durantaye est parti.", {11}),
    ],
)
def test_a_surname_that_one_of_them_bears_names_them_by_itself(text: str, people: set[int]):
    assert named(text) == people


@pytest.mark.parametrize(
    "text",
    [
        "à côté du mur blanc",
        "À côté de moi, un mur.",
        "Blanc, le mur est sale.",
        "l’agent blanc de colère",
        "Tremblay a crié.",
        "J'ai vu Martin, mon fils.",
        "Paul Nguyen, mon voisin",
        "M. Luc Nguyen",
        "Mme X. Tremblay",
        "la rue Leblanc",
        "Leblanc Street",
        "Girard-Lavoie m'a écrit.",
        "Mme Girard-Lavoie",
        "à Saint-Pierre, j’attends",
        "Je suis Mme Girard",
        "Je suis M. Girard. Le commis a crié.",
        "Je m’appelle Mme. Nguyen, du quai",
        "Mon nom est Girard",
        "My name is Nguyen.",
        "Gagnon a crié.",
        "m'a nguyenisée",
        "Luc m’a crié après.",
        "madame le la li",
        "Elle a mangé un Nguyen.",
    ],
)
def test_what_is_rather_something_else_names_nobody(text: str):
    assert named(text) == set()


SURNAMES = st.text("bcdfgklmnprtvz", min_size=4, max_size=9).map(lambda word: word + "ois")
# One may end with a word that is a title too: it would name what begins the next one.
UNTITLED = sorted((ORDINARY_WORDS | FIRST_NAMES) - COURTESY - ROLES)
SENTENCES = st.lists(st.sampled_from(UNTITLED), min_size=1, max_size=12).map(
    lambda words: " ".join(words).capitalize() + "."
)


@given(SENTENCES, st.sampled_from(sorted(COURTESY - {"me"} | ROLES)), SURNAMES, SENTENCES)
def test_a_title_names_them_wherever_it_stands(before: str, title: str, surname: str, after: str):
    names = {1: f"Abcd {surname}", 2: f"Efgh {surname.upper()}"}
    assert people_named(f"{before} Hier, {title} {surname} a dit non. {after}", names) == {1, 2}
    assert people_named(f"{before} {surname.capitalize()} a dit non. {after}", names) == set()
    alone = {1: names[1]}
    assert people_named(f"{before} {surname.capitalize()} a dit non. {after}", alone) == {1}


@given(SENTENCES, st.sampled_from(sorted((ORDINARY_WORDS | FIRST_NAMES) - ROLES - COURTESY)))
def test_an_ordinary_word_in_small_letters_or_at_a_beginning_names_nobody(text: str, word: str):
    names = {1: f"Zxq {word}"}
    said = text.split()
    if any(word_before.casefold().strip(".") in COURTESY for word_before in said):
        return
    assert people_named(text, names) == set()
    assert people_named(f"{word.capitalize()} est là. {text}", names) == set()


def test_the_words_are_compared_as_they_are_written_here():
    every = ORDINARY_WORDS | FIRST_NAMES | COURTESY | ROLES | OPENINGS
    assert all(word.isascii() and word == word.casefold() for word in every)


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("M. Gagnon craint Mme Roy.", {2}),
        ("Gagnon a crié. Luc Gagnon a peur.", set()),
        ("Anne Gagnon a crié.", {1}),
    ],
)
def test_what_may_be_the_name_of_somebody_else_names_none_of_them(text: str, people: set[int]):
    known = People({1: "Anne Gagnon", 2: "Zoé Roy"})
    assert known.named_in(text, besides="Luc Gagnon") == people
    assert known.named_in(text, besides="Gagnon") == people
    assert known.named_in(text) == people | {1}
