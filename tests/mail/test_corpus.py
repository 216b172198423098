"""The corpus itself: large, of many kinds, and the same whenever it is made."""

from __future__ import annotations

import hashlib
from collections import Counter

from tests.mail.corpus import corpus
from tests.mail.expected import BROKEN, STORIES


def test_there_are_hundreds_of_messages_each_of_its_own_name_and_content():
    samples = corpus()
    assert len(samples) >= 300
    assert len({sample.name for sample in samples}) == len(samples)
    assert len({hashlib.sha256(sample.raw).digest() for sample in samples}) > len(samples) * 0.9


def test_there_are_sixty_kinds_of_breakage_and_five_of_each():
    kinds = Counter(sample.kind for sample in corpus() if sample.kind in BROKEN)
    assert len(kinds) >= 60
    assert set(kinds.values()) == {len(STORIES)}
    assert len(STORIES) == 5


def test_it_is_the_same_whenever_it_is_made():
    first = [sample.raw for sample in corpus()]
    corpus.cache_clear()
    assert [sample.raw for sample in corpus()] == first


def test_each_expects_something_that_can_be_seen():
    for sample in corpus():
        expected = sample.expected
        seen = expected.text is not None or expected.says or expected.sender or expected.kind
        assert seen, sample.name
