"""What people decided is counted without their words: each attack here gets what is said of it."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.finder.evidence import (
    BUCKETS,
    LEAST_HAVING,
    LEAST_TEXTS,
    DecidedText,
    Evidence,
    buckets_of,
    counted,
)
from portal.finder.joining import joined
from portal.finder.learned.examples import Label
from portal.finder.learned.learned import Spoken

KEY, OTHER_KEY = b"k" * 32, b"o" * 32
THROUGH = 202610
ROADS = Label("roads", "snow")
WORDS = sorted(
    {
        f"{a}{b}{c}"
        for a in ("bra", "clo", "dri", "fou", "gla", "mol", "pré", "sta", "tru", "vin")
        for b in ("bo", "ca", "di", "fé", "gu", "li", "mo", "nu", "pa", "ro", "su", "ti", "va")
        for c in ("chet", "dage", "lard", "mine", "quon", "rive", "sson", "tal", "vert", "zin")
    }
)
"""A dictionary of 1 300 words that nobody uses."""


def texts_of(number: int, seed: int = 1) -> list[str]:
    """Return texts of some thirty words each, common ones more often, as people write."""
    chance = random.Random(seed)
    common, rare = WORDS[:60], WORDS[60:]
    return [" ".join([*chance.sample(common, 15), *chance.sample(rare, 15)]) for _ in range(number)]


def decided(texts: list[str], label: Label = ROADS, key: bytes = KEY) -> list[DecidedText]:
    return [DecidedText(label, 2, buckets_of(text, key)) for text in texts]


def nonzero(texts: list[str]) -> set[int]:
    """Return the buckets that are kept of texts."""
    (marks,) = counted(decided(texts), THROUGH)
    return {bucket for bucket, times in enumerate(marks.counts) if times}


BUCKETS_OF_TEXTS = st.lists(
    st.builds(
        DecidedText,
        st.builds(Label, st.sampled_from(["a", "b"]), st.sampled_from(["x", "y"])),
        st.sampled_from([1, 2]),
        st.frozensets(st.integers(0, 40), max_size=12),
    ),
    max_size=40,
)


@given(BUCKETS_OF_TEXTS)
@settings(max_examples=60)
def test_nothing_is_kept_of_few_texts_nor_of_what_few_of_them_share(texts: list[DecidedText]):
    for marks in counted(texts, THROUGH):
        of_agency = [text for text in texts if text.label.agency == marks.agency]
        own = [text for text in of_agency if marks.category in ("", text.label.category)]
        having = Counter(bucket for text in own for bucket in text.buckets)
        assert len(own) >= LEAST_TEXTS
        assert all(having[b] >= LEAST_HAVING for b, times in enumerate(marks.counts) if times)


@given(BUCKETS_OF_TEXTS, st.randoms())
@settings(max_examples=30)
def test_the_order_of_texts_tells_nothing(texts: list[DecidedText], chance: random.Random):
    mixed = list(texts)
    chance.shuffle(mixed)
    assert counted(mixed, THROUGH) == counted(texts, THROUGH)


def test_what_fewer_than_three_wrote_leaves_no_trace_even_for_who_has_the_keys():
    texts = texts_of(40)
    told = [*texts[:2], *(f"{text} Tremblay-Zinedine gyrophare" for text in texts[:2])]
    kept_out = [*texts[:2], *texts[:2]]
    assert counted(decided(told + texts[2:]), THROUGH) == counted(
        decided(kept_out + texts[2:]), THROUGH
    )


def test_who_has_the_database_and_no_keys_names_words_no_better_than_by_chance():
    texts = texts_of(60)
    kept = nonzero(texts)
    there = {word for text in texts for word in text.split()}
    absent = [f"{word}ot" for word in WORDS]
    guessed = {word for word in [*WORDS, *absent] if buckets_of(word, OTHER_KEY) & kept}
    right = len(guessed & there) / len(guessed)
    by_chance = len(there) / (len(WORDS) + len(absent))
    assert abs(right - by_chance) < 0.12


def test_who_has_the_keys_too_finds_a_dozen_words_behind_each_bucket():
    dictionary = [f"{word}{end}" for word in WORDS for end in (
        "abe", "ocu", "idu", "ufa", "ego", "aji", "oki", "ilo", "amu", "eno", "ipo", "aqua", "ori",
        "uso", "ate", "evi", "owa", "ixa", "ayo", "uze", "ebra", "ocla", "idro", "ufle", "agri",
        "opla", "etru", "ivri", "asco", "ospi", "ubli", "acro", "edji", "ifra", "ogli", "uplo",
        "atro", "espo", "isca", "obru", "uclo",
    )]  # fmt: skip
    behind = Counter(bucket for word in dictionary for bucket in buckets_of(word, KEY))
    assert len(dictionary) > 50_000
    assert sorted(behind.values())[len(behind) // 2] >= 12
    assert len(behind) == BUCKETS


def test_two_copies_of_the_counts_name_few_words_of_the_one_text_between_them():
    texts = texts_of(60)
    before, after = (counted(decided(some), THROUGH)[0] for some in (texts[:-1], texts))
    moved = {b for b in range(BUCKETS) if before.counts[b] != after.counts[b]}
    last = buckets_of(texts[-1], KEY)
    assert moved <= last
    assert len(moved) / len(last) < 0.25


def test_numbers_and_names_of_few_letters_have_no_mark():
    assert not buckets_of("418 555-0199 A1B 2C3 R2 zz", KEY)


@pytest.fixture
def evidence() -> Evidence:
    roads = decided(texts_of(40))
    parks = decided(
        [f"{text} gazon pelouse" for text in texts_of(40, seed=2)], Label("parks", "grass")
    )
    snow = [DecidedText(ROADS, 2, buckets_of("souffleuse déneigement banc", KEY))] * 30
    return Evidence(tuple(counted([*roads, *parks, *snow], THROUGH)), KEY)


def test_what_people_decided_moves_a_text_between_two_that_are_as_likely(evidence: Evidence):
    heard = {"parks": Spoken(1.0, "grass"), "roads": Spoken(0.9, "snow")}

    more = evidence.added_to(heard, "La souffleuse a poussé le banc de neige", lambda place: place)

    assert joined([], heard).suggestions[0].agency == "parks"
    assert joined([], more).suggestions[0].agency == "roads"


def test_it_never_moves_what_stands_out(evidence: Evidence):
    heard = {"parks": Spoken(3.0, "grass"), "roads": Spoken(0.9, "snow")}
    more = evidence.added_to(heard, "souffleuse déneigement banc", lambda place: place)
    assert joined([], more).suggestions[0].agency == "parks"


def test_what_no_label_has_and_what_nobody_answers_any_more_say_nothing(evidence: Evidence):
    said = evidence.said("xylophone", lambda place: place)
    assert set(said.values()) == {0.0}
    assert evidence.said("souffleuse", lambda place: None) == {}


def test_complaints_of_an_agency_that_was_replaced_speak_for_its_heir(evidence: Evidence):
    said = evidence.said("souffleuse", lambda place: Label("heir", "snow"))
    assert set(said) == {"heir"}
