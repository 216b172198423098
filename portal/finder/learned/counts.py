"""How often the examples of each label have each mark, and what that says of another text.

A mark speaks for a label as far as it is seen with no other: by the logarithm of how often it is
seen at all over how often it is seen elsewhere (complement naive Bayes, Rennie and others, 2003).
Each example counts by one over the root of how many marks it has, so that long ones do not
outweigh the others.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct

from portal.finder.learned.examples import Label
from portal.finder.learned.marks import BUCKETS, Marks

_STEPS = 32
"""How finely what a mark says is kept: in steps of one thirty-second."""
_MOST = 255


class Counts(Struct, frozen=True):
    """What the marks of examples say of their labels, in arrays that processes can share.

    `starts[mark]` to `starts[mark + 1]` are the places of a mark in `ranks` (of labels) and `says`
    (how much it speaks for that label, in steps). `rarity` says how much a mark tells at all;
    `breadth` how much of everything that is counted is not in the label.
    """

    labels: tuple[str, ...]
    breadth: tuple[float, ...]
    rarity: Sequence[float]
    starts: Sequence[int]
    ranks: Sequence[int]
    says: Sequence[int]

    def scores(self, marks: Marks) -> list[float]:
        """Return how much the marks of a text speak for each label, in the order of `labels`."""
        weights = self.weights(marks)
        whole = sum(weights.values())
        scores = [whole * breadth for breadth in self.breadth]
        for mark, weight in weights.items():
            for place in range(self.starts[mark], self.starts[mark + 1]):
                scores[self.ranks[place]] += weight * self.says[place] / _STEPS
        return scores

    def weights(self, marks: Marks) -> dict[int, float]:
        """Return how much each mark of a text weighs: rare ones more, all of them 1 together."""
        weights = {mark: times * self.rarity[mark] for mark, times in marks.items()}
        length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        return {mark: weight / length for mark, weight in weights.items()}

    def said_for(self, label: str, mark: int) -> float:
        """Return how much a mark speaks for a label."""
        rank = self.labels.index(label)
        places = range(self.starts[mark], self.starts[mark + 1])
        return sum(self.says[place] / _STEPS for place in places if self.ranks[place] == rank)


class Marked(NamedTuple):
    """The marks of an example, and its label."""

    label: Label
    marks: Marks


class Tally(Struct, frozen=True):
    """What was seen in examples: of each mark, how much with each label; how many have it."""

    examples: int
    mean: float
    seen: Mapping[int, Mapping[Label, float]]
    having: Mapping[int, int]


def tally_of(examples: Sequence[Marked]) -> Tally:
    """Count the marks of examples, each example by its share."""
    seen: dict[int, dict[Label, float]] = defaultdict(dict)
    having: Counter[int] = Counter()
    shares = 0.0
    for label, marks in examples:
        share = 1 / math.sqrt(len(marks) or 1)
        shares += share
        having.update(marks.keys())
        for mark in marks:
            by_label = seen[mark]
            by_label[label] = by_label.get(label, 0.0) + share
    return Tally(len(examples), shares / (len(examples) or 1), seen, having)


def counts_of(tally: Tally, name: Callable[[Label], str], caution: float) -> Counts:
    """Return what marks say of labels by their names, which may put several labels together.

    The more `caution`, the less is said by what was seen seldom.
    """
    names = {label: name(label) for by_label in tally.seen.values() for label in by_label}
    labels = tuple(sorted(set(names.values())))
    ranks = {label: labels.index(name) for label, name in names.items()}
    doubt, within = caution * tally.mean, [0.0] * len(labels)
    starts, of_ranks, says = array("I", [0]), array("H"), array("B")
    for mark in range(BUCKETS):
        by_rank: dict[int, float] = {}
        for label, times in tally.seen.get(mark, {}).items():
            by_rank[ranks[label]] = by_rank.get(ranks[label], 0.0) + times
        at_all = sum(by_rank.values()) + doubt
        for rank, times in by_rank.items():
            within[rank] += times
            of_ranks.append(rank)
            says.append(_steps(math.log(at_all / (at_all - times))))
        starts.append(len(of_ranks))
    breadth = _breadths(within, doubt * len(tally.seen))
    return Counts(labels, breadth, _rarity(tally), starts, of_ranks, says)


def _steps(said: float) -> int:
    return min(_MOST, round(said * _STEPS))


def _breadths(within: Sequence[float], doubts: float) -> tuple[float, ...]:
    whole = sum(within) + doubts
    return tuple(math.log(whole - inside) if whole > inside else 0.0 for inside in within)


def _rarity(tally: Tally) -> array[float]:
    """Return of each mark how few examples have it."""
    every = 1 + tally.examples
    rarity = array("f", [math.log(every) + 1]) * BUCKETS
    for mark, times in tally.having.items():
        rarity[mark] = math.log(every / (1 + times)) + 1
    return rarity
