"""What people decided about texts, as counts that hold nobody's words, and what it says of others.

A mark is the stem of a word, known by a keyed hash cut to one of a few thousand buckets, so that
each bucket stands for a dozen words and more. Nothing is counted of a label before so many texts
have it, nor of a bucket that few of them share, and what is kept of both are steps: no text alone
is in the counts.
"""

from __future__ import annotations

import hmac
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from portal.domain.routing import DecidedMarks
from portal.finder.learned.examples import Label
from portal.finder.learned.learned import Spoken
from portal.finder.places import PlaceOf
from portal.words.typed_words import MOST_READ, stems, telling_words

BUCKETS = 1 << 12
LEAST_TEXTS = 10
"""Of how many texts a label has to be before anything of it is kept."""
LEAST_HAVING = 3
"""How many texts of a label have to share a bucket before that is kept."""
BY_PEOPLE, BY_ANSWER = 2, 1
"""How much a text weighs whose agency somebody decided, and one that was only answered."""
_STEPS = (0, 3, 5, 8, 12, 20, 30, 50, 80, 120, 180, 250)
_SHORTEST, _TENS = 3, 10
_CAUTION = 20.0
"""How many texts as usual each label is taken to have besides: few decisions say little."""
_ELSEWHERE = 50.0
"""How many texts without any of the marks are taken to be elsewhere, where nothing is decided."""
_MOST_SAID, _WEIGHT = 2.0, 0.6
"""It moves the odds of an agency by 2.6 at most, where it may mislead no more than that."""

_ALL_OTHERS = ""
"""The category under which those are counted together that are too small by themselves."""


class DecidedText(NamedTuple):
    """The buckets of a text, who answers for it, and how much that weighs."""

    label: Label
    weight: int
    buckets: frozenset[int]


def buckets_of(text: str, key: bytes) -> frozenset[int]:
    """Return the buckets of a text; numbers and very short words have none."""
    words = (word.plain for word in telling_words(text[:MOST_READ]))
    kept = {stems(word)[0] for word in words if len(word) >= _SHORTEST and word.isalpha()}
    return frozenset(_bucket(stem, key) for stem in kept)


def counted(texts: Iterable[DecidedText], through: int) -> list[DecidedMarks]:
    """Return what is kept of texts: of labels that enough of them have, in steps."""
    by_label: dict[Label, list[DecidedText]] = defaultdict(list)
    for text in texts:
        by_label[text.label].append(text)
    for label in [label for label, some in by_label.items() if len(some) < LEAST_TEXTS]:
        by_label[Label(label.agency, _ALL_OTHERS)] += by_label.pop(label)
    return [
        DecidedMarks(*label, through, _rounded(sum(text.weight for text in some)), _counts(some))
        for label, some in sorted(by_label.items())
        if len(some) >= LEAST_TEXTS
    ]


def _rounded(texts: int) -> int:
    return texts - texts % _TENS


def step(count: int) -> int:
    """Return the highest step that a count reaches."""
    return max(each for each in _STEPS if each <= count)


def _counts(texts: Sequence[DecidedText]) -> bytes:
    having = Counter(bucket for text in texts for bucket in text.buckets)
    weights: Counter[int] = Counter()
    for text in texts:
        for bucket in text.buckets:
            weights[bucket] += text.weight
    kept = {bucket: step(weights[bucket]) for bucket, n in having.items() if n >= LEAST_HAVING}
    return bytes(kept.get(bucket, 0) for bucket in range(BUCKETS))


def _bucket(stem: str, key: bytes) -> int:
    return int.from_bytes(hmac.digest(key, stem.encode(), sha256)[:4], "big") % BUCKETS


class Evidence(Struct, frozen=True):
    """The counts in force, and the key by which texts are compared with them."""

    decided: tuple[DecidedMarks, ...]
    key: bytes

    def added_to(
        self, heard: Mapping[str, Spoken], text: str, place_of: PlaceOf
    ) -> Mapping[str, Spoken]:
        """Return what examples say of a text with what decisions add to it."""
        if not self.decided:
            return heard
        more = self.said(text, place_of)
        return dict(heard) | {
            agency: replace(spoken, strength=spoken.strength + more[agency])
            for agency, spoken in ((agency, heard.get(agency, Spoken(0.0, ""))) for agency in more)
        }

    def said(self, text: str, place_of: PlaceOf) -> dict[str, float]:
        """Return how strongly decisions speak for the agencies that have such complaints now."""
        buckets = sorted(buckets_of(text, self.key))
        seen: dict[str, list[int]] = defaultdict(lambda: [0] * len(buckets))
        texts: Counter[str] = Counter()
        for marks in self.decided:
            place = place_of(Label(marks.agency, marks.category))
            if place is not None:
                texts[place.agency] += marks.texts
                own = seen[place.agency]
                for rank, bucket in enumerate(buckets):
                    own[rank] += marks.counts[bucket]
        return {agency: _said(seen[agency], texts[agency], seen, texts) for agency in texts}


def _said(
    own: Sequence[int], texts: int, seen: Mapping[str, Sequence[int]], all_texts: Counter[str]
) -> float:
    """Return how much more often an agency has these buckets than all have them, within limits."""
    said, known = 0.0, 0
    for rank, times in enumerate(own):
        usual = sum(counts[rank] for counts in seen.values()) / (all_texts.total() + _ELSEWHERE)
        if usual:
            known += 1
            rate = (times + _CAUTION * usual) / (texts + _CAUTION)
            said += max(0.0, math.log(rate / usual))
    return _WEIGHT * min(_MOST_SAID, said / math.sqrt(known or 1))
