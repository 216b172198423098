"""How strongly the words of a story speak for each agency and category."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from portal.finder.hearing import Heard
from portal.finder.index import Index

# What a word adds to the best phrase it is in by being in many: at most this, half of it when its
# phrases weigh as much as one phrase of `_HALF` words of full weight.
_OFTEN = 2.0
_HALF = 2.0
# Rarity counts for less than its logarithm says: in so few texts it is partly chance.
_RARITY_POWER = 0.7


@dataclass(slots=True)
class Support:
    """What the phrases of one place say, word by word of the story, by the word's rank.

    `best` is the strongest phrase that a word is in, `mass` what all its phrases weigh together.
    """

    best: dict[int, float] = field(default_factory=dict)
    mass: dict[int, float] = field(default_factory=lambda: defaultdict(float))

    def add(self, rank: int, strength: float, weight: float) -> None:
        """Count one more phrase that has the word."""
        self.best[rank] = max(strength, self.best.get(rank, 0.0))
        self.mass[rank] += weight

    def strengths(self, words: Sequence[Heard]) -> dict[int, float]:
        """Return how strongly each word speaks for the place."""
        return {
            rank: words[rank].tells**_RARITY_POWER
            * (best + _OFTEN * self.mass[rank] / (self.mass[rank] + _HALF))
            for rank, best in self.best.items()
        }


@dataclass(slots=True)
class Evidence:
    """What a story says for one agency: as a whole, and for each of its categories."""

    whole: Support = field(default_factory=Support)
    categories: dict[str, Support] = field(default_factory=lambda: defaultdict(Support))

    def strengths(self, words: Sequence[Heard]) -> dict[int, float]:
        """Return how strongly each word speaks for the agency, whatever the category."""
        return self.whole.strengths(words)

    def category_scores(self, words: Sequence[Heard]) -> dict[str, float]:
        """Return how strongly all words together speak for each category."""
        return {
            code: sum(support.strengths(words).values())
            for code, support in self.categories.items()
        }


def evidence_for(words: Sequence[Heard], index: Index) -> dict[str, Evidence]:
    """Return what the words say for each agency that any of them speaks for."""
    there = _shares_there(words, index)
    evidence: dict[str, Evidence] = defaultdict(Evidence)
    for rank, word in enumerate(words):
        for number, share in index.entries_with(word.keys).items():
            (agency, category), kind, _ = index.entries[number]
            strength, weight = kind.weight * there[number] ** kind.whole, kind.weight * share**0.5
            evidence[agency].whole.add(rank, strength, weight)
            if category is not None:
                evidence[agency].categories[category].add(rank, strength, weight)
    return evidence


def _shares_there(words: Iterable[Heard], index: Index) -> Mapping[int, float]:
    """Return how much of each entry the story has."""
    there: dict[int, float] = defaultdict(float)
    for word in words:
        for number, share in index.entries_with(word.keys).items():
            there[number] += share * word.certainty
    return there
