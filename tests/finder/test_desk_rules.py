"""A rule of the desk decides where every word of one of its phrases stands, and nowhere else."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.domain.routing import RoutingRule, may_be_kept, read_phrases
from portal.finder.desk_rules import ruling

AT = datetime(2026, 11, 24, tzinfo=UTC)
WORDS = ["conduite", "piste", "facture", "sentier", "passerelle", "camping"]


def rule(*phrases: str, rank: int = 1, agency: str = "water") -> RoutingRule:
    return RoutingRule(rank, phrases, agency, None, AT)


@pytest.mark.parametrize(
    "text", ["La conduite longe la piste.", "Des pistes, des CONDUITES", "Piste et conduite"]
)
def test_every_word_counts_in_any_form_and_order(text: str):
    decided = ruling([rule("conduite piste")], text, "fr")
    assert decided is not None
    assert {word.casefold().rstrip("s") for word in decided.matched} == {"conduite", "piste"}


def test_a_part_of_a_phrase_decides_nothing():
    assert ruling([rule("conduite piste")], "La conduite fuit.", "fr") is None


def test_one_phrase_of_several_is_enough():
    assert ruling([rule("conduite piste", "water main")], "The water main burst.", "en")


def test_the_newest_rule_decides():
    rules = [rule("conduite", agency="parks"), rule("conduite", rank=2)]
    decided = ruling(rules, "La conduite fuit.", "fr")
    assert decided is not None
    assert decided.rule.agency == "water"


@settings(max_examples=40)
@given(typed=st.sets(st.sampled_from(WORDS)), phrase=st.sets(st.sampled_from(WORDS), min_size=1))
def test_a_rule_decides_exactly_where_all_its_words_are(typed: set[str], phrase: set[str]):
    decided = ruling([rule(" ".join(sorted(phrase)))], " ".join(sorted(typed)), "fr")
    assert (decided is not None) == (phrase <= typed)


def test_phrases_are_read_a_line_or_a_comma_each_and_once():
    assert read_phrases(" conduite  piste \nwater main, conduite piste") == (
        "conduite piste",
        "water main",
    )


@pytest.mark.parametrize(
    "typed",
    ["", "facture 514 555-0199", "m.gagnon@exemple.org", "dossier 123456", "x" * 61, "a\n" * 1],
)
def test_what_may_tell_of_a_person_or_is_empty_or_long_is_refused(typed: str):
    assert may_be_kept(read_phrases(typed)) is (typed == "a\n")


def test_at_most_ten_phrases_are_kept():
    assert not may_be_kept(tuple(f"mot {chr(97 + n)}" for n in range(11)))
