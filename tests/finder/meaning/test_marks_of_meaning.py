"""What of a text is looked at, whatever is typed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from portal.finder.meaning.marks import MOST_READ, listened

typed = st.text(alphabet=st.sampled_from("aeé’'s .,!\nqu1ß𝒜\u0301œ-"), max_size=400) | st.text(
    max_size=400
)


@given(typed)
def test_each_word_has_its_place_in_the_text(text: str):
    told = listened(text)
    assert len(told.places) == len(told.marks)
    for start, end in told.places:
        assert text[start:end].strip()
    assert told.places == sorted(told.places)


@given(typed)
def test_each_part_has_words_and_every_word_is_in_a_part(text: str):
    told = listened(text)
    parts = told.parts()
    assert all(0 <= first < after <= len(told.marks) for first, after in parts)
    assert {at for first, after in parts for at in range(first, after)} == set(
        range(len(told.marks))
    )


@given(st.text(alphabet="abé ’.", max_size=200))
def test_case_and_accents_do_not_matter(text: str):
    assert listened(text.upper()).whole == listened(text.replace("é", "e")).whole


def test_what_is_elided_and_what_is_contracted_are_words():
    assert listened("jusqu’à").whole == listened("jusqu à").whole
    assert listened("I don’t").whole == listened("I dont").whole


def test_a_very_long_text_is_heard_by_its_beginning_and_its_end():
    text = "début " + "mot " * MOST_READ + "fin"
    told = listened(text)
    assert len(told.marks) < MOST_READ / 3
    start, end = told.places[-1]
    assert text[start:end] == "fin"


def test_a_mark_of_two_words_is_in_no_part_that_has_but_one():
    told = listened("mon mari me frappe")
    assert len(told.between(0, 4)) > len(told.between(0, 2)) + len(told.between(2, 4))
