"""What holds for the finder whatever is typed."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.finder.index import Subject
from portal.finder.suggest import Finder, build
from portal.words.small_words import SMALL_WORDS
from portal.words.typed_words import plain
from tests.finder.invented_agencies import SUBJECTS

TYPED = (
    "fuite facture arbre branche gardien pont contravention ticket eau compteur la le "
    "de mon my the car inondation leak tree keeper fine montant robinet cave parc "
    "bureau été jamais ouvert chat violon"
)
FINDER = build(SUBJECTS)

stories = st.lists(st.sampled_from(TYPED.split()), max_size=30).map(" ".join)
called = st.sampled_from(
    [
        (name, subject.agency)
        for subject in SUBJECTS
        for name in (*subject.names, *subject.aliases, *subject.former_names)
    ]
)


@given(st.text(max_size=500), st.sampled_from(["fr", "en", ""]))
def test_any_text_has_an_answer(text: str, language: str):
    assert len(FINDER.suggest(text, language)) <= len(SUBJECTS)


@given(st.one_of(stories, st.text(max_size=300)))
def test_the_words_shown_were_typed_and_say_something(text: str):
    for suggestion in FINDER.suggest(text, "fr"):
        assert 0 < len(suggestion.matched) <= 5
        for word in suggestion.matched:
            assert word in text
            assert plain(word) not in SMALL_WORDS or word.isupper()


@given(stories, called)
def test_an_agency_that_is_named_comes_first(story: str, name_and_agency: tuple[str, str]):
    name, agency = name_and_agency
    assert FINDER.suggest(f"{story}. {name}", "fr")[0].agency == agency


@given(stories)
def test_case_does_not_matter(story: str):
    assert _found(story.upper()) == _found(story)


@given(stories)
def test_accents_do_not_matter(story: str):
    assert _found(_without_accents(story)) == _found(story)
    assert _found(unicodedata.normalize("NFD", story)) == _found(story)


@given(st.one_of(stories, st.text(max_size=300)))
def test_the_best_comes_first_and_no_agency_comes_twice(text: str):
    suggestions = FINDER.suggest(text, "fr")
    assert suggestions == sorted(suggestions, key=lambda suggestion: -suggestion.score)
    assert len({suggestion.agency for suggestion in suggestions}) == len(suggestions)


@given(stories)
def test_the_same_text_has_the_same_answer(story: str):
    assert build(SUBJECTS).suggest(story, "fr") == FINDER.suggest(story, "fr")


@pytest.mark.parametrize(
    "text", ["İstanbul", "ﬁne", "ŒUVRE", "e\u0301", "\x00", "a.b.c.d", "’’’", "٣٤"]
)
def test_unusual_letters_are_read(finder: Finder, text: str):
    finder.suggest(text, "fr")


def test_what_is_longer_than_a_story_is_not_read_to_its_end(finder: Finder):
    assert finder.suggest("violon " * 1_000 + "fuite", "fr") == []


def test_an_agency_with_nothing_but_a_code_does_no_harm():
    assert build((Subject("bare", ()), *SUBJECTS)).suggest("fuite", "fr")[0].agency == "water"


def _found(text: str) -> list[tuple[str, str | None, float]]:
    return [
        (suggestion.agency, suggestion.category, suggestion.score)
        for suggestion in FINDER.suggest(text, "fr")
    ]


def _without_accents(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
