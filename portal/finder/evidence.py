"""How strongly the words of a story speak for each agency and category."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from portal.finder.hearing import Heard
from portal.finder.index import Index, Place

# What a word adds to the best phrase it is in by being in many: never more than `_OFTEN`, half of
# it when its phrases weigh as much as `_HALF` phrases of that one word.
_OFTEN = 2.0
_HALF = 2.0

# How strongly each word of a story, by its rank, speaks for something.
Strengths = dict[int, float]


@dataclass(slots=True)
class Support:
    """What the phrases of one place say, word by word of a story, by the word's rank.

    `best` is the strongest phrase that a word is in, `mass` what all its phrases weigh together.
    """

    best: dict[int, float] = field(default_factory=dict)
    mass: dict[int, float] = field(default_factory=dict)

    def add(self, rank: int, best: float, mass: float) -> None:
        """Count more phrases that have the word."""
        if best > self.best.get(rank, 0.0):
            self.best[rank] = best
        self.mass[rank] = self.mass.get(rank, 0.0) + mass

    def strengths(self, words: Sequence[Heard]) -> Strengths:
        """Return how strongly each word speaks for the place."""
        return {
            rank: words[rank].tells * (self.best[rank] + _OFTEN * mass / (mass + _HALF))
            for rank, mass in self.mass.items()
        }


@dataclass(frozen=True, slots=True)
class Evidence:
    """How strongly a story speaks for one agency, by word and by category."""

    by_word: Strengths
    by_category: Mapping[str, float]


def evidence_for(words: Sequence[Heard], index: Index) -> dict[str, Evidence]:
    """Return what the words say for each agency that any of them speaks for."""
    places: dict[str, dict[str | None, Support]] = defaultdict(dict)
    for place, support in _supports(words, index).items():
        places[place.agency][place.category] = support
    return {agency: _evidence(supports, words) for agency, supports in places.items()}


def _supports(words: Sequence[Heard], index: Index) -> dict[Place, Support]:
    postings = [index.entries_with(word.keys) for word in words]
    shares = _shares_there(postings)
    supports: dict[Place, Support] = defaultdict(Support)
    for rank, having in enumerate(postings):
        for number, share in having.items():
            place, kind, _ = index.entries[number]
            best, mass = kind.weight * shares[number] ** kind.whole, kind.weight * share**0.5
            supports[place].add(rank, best, mass)
    return supports


def _shares_there(postings: Iterable[Mapping[int, float]]) -> Mapping[int, float]:
    """Return how much of each entry the story has."""
    shares: dict[int, float] = defaultdict(float)
    for number, share in (posting for having in postings for posting in having.items()):
        shares[number] += share
    return shares


def _evidence(supports: Mapping[str | None, Support], words: Sequence[Heard]) -> Evidence:
    whole = Support()
    for support in supports.values():
        for rank, best in support.best.items():
            whole.add(rank, best, support.mass[rank])
    return Evidence(
        by_word=whole.strengths(words),
        by_category={
            code: sum(support.strengths(words).values())
            for code, support in supports.items()
            if code is not None
        },
    )
