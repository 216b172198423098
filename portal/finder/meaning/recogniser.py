"""Whether a text has a meaning: by all of it, and by the clause that says it most.

What somebody tells in passing, in a long story about something else, is in one clause; what
nobody says in so many words is in all of them together. Both count by half, against what only
sounds like it; as much counts how unlike it all is to what people ordinarily complain of.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple

from msgspec import Struct

from portal.domain.meaning import Heard
from portal.finder.meaning.examples import NONE, Example
from portal.finder.meaning.marks import Listened, listened
from portal.finder.meaning.training import FEW_ROUNDS, Lesson, Weights, trained

_MISLEADING = 2
"""How many parts of a text without the meaning are learned from again: those that mislead most."""
_LONG = 14
_APART = 1.0
"""How unlike ordinary complaints a text is taken to be where none are known."""
_ALSO = 2.0
"""How much less than the likeliest another kind may be likely, and be told as well."""

Part = tuple[int, int]


class Saying(NamedTuple):
    """How strongly a text has a meaning, and the part that says it most."""

    strength: float
    part: Part


class Recogniser(Struct, frozen=True):
    """Weights for a meaning at all, and for each of its kinds among those who have it.

    `at_all` tells it from what only sounds like it, `apart` from what is ordinarily written.
    """

    at_all: Weights
    kinds: dict[str, Weights]
    apart: Weights | None = None

    def heard(self, text: str, least: float, sure: float) -> list[Heard]:
        """Return the kinds that a text has, the likeliest first, if it says any by `least`.

        They are sure from `sure` on.
        """
        told = listened(text)
        if not told.says_anything:
            return []
        saying = self.saying(told)
        if saying.strength < least:
            return []
        first, after = saying.part
        start, end = told.places[first][0], told.places[after - 1][1]
        is_sure = saying.strength >= sure
        return [Heard(kind, start, end, is_sure) for kind in self._kinds(told, saying.part)]

    def saying(self, told: Listened) -> Saying:
        """Return how strongly a text has the meaning at all."""
        strength, part = most_telling(self.at_all, told)
        whole = told.whole
        apart = self.apart.score(whole) if self.apart else _APART
        return Saying((self.at_all.score(whole) + strength) / 2 + apart, part)

    def _kinds(self, told: Listened, part: Part) -> list[str]:
        whole, most = told.whole, told.between(*part)
        scores = {
            kind: weights.score(whole) + weights.score(most) for kind, weights in self.kinds.items()
        }
        best = max(scores.values())
        likely = [kind for kind, score in scores.items() if score >= best - _ALSO]
        return sorted(likely, key=lambda kind: -scores[kind])


def most_telling(weights: Weights, told: Listened) -> Saying:
    """Return the part of a text that has the meaning most."""
    return max(_sayings(weights, told))


def _sayings(weights: Weights, told: Listened) -> list[Saying]:
    """Return how strongly each part of a text has the meaning; each word is weighed once."""
    said = [_by_reach(weights, reaching) for reaching in told.marks]
    sayings = []
    for first, after in told.parts():
        within = [said[at][min(at - first, len(said[at]) - 1)] for at in range(first, after)]
        much, many = sum(one for one, _ in within), sum(many for _, many in within)
        sayings.append(Saying(weights.strength(much, many), (first, after)))
    return sayings


def _by_reach(weights: Weights, marks: Sequence[Sequence[int]]) -> list[tuple[float, int]]:
    """Return what the marks of a word say, and how many they are, the farther they may reach."""
    said = accumulate(map(weights.said_by, marks))
    return list(zip(said, accumulate(map(len, marks)), strict=True))


def recogniser_from(examples: Iterable[Example], ordinary: Iterable[str] = ()) -> Recogniser:
    """Learn from examples: once from whole texts, then also from what misled in them.

    `ordinary` are texts about something else, of which nobody looked whether they have it.
    """
    known = [(example.kind, listened(example.text)) for example in examples]
    known = [(kind, told) for kind, told in known if told.marks]
    lessons = [Lesson(told.whole, kind != NONE) for kind, told in known]
    first = trained(lessons, FEW_ROUNDS)
    harmless = [told for kind, told in known if kind == NONE and len(told.marks) >= _LONG]
    misleading = [Lesson(part, has_it=False) for told in harmless for part in _parts(first, told)]
    having = [(kind, told.whole) for kind, told in known if kind != NONE]
    return Recogniser(
        trained([*lessons, *misleading]),
        {kind: _among(having, kind) for kind in sorted({kind for kind, _ in having})},
        _apart([marks for _, marks in having], ordinary),
    )


def _apart(having: Sequence[list[int]], ordinary: Iterable[str]) -> Weights | None:
    """Learn what tells a meaning from ordinary texts; None where there are none."""
    others = [Lesson(told.whole, has_it=False) for told in map(listened, ordinary)]
    return trained([*(Lesson(marks, has_it=True) for marks in having), *others]) if others else None


def _parts(weights: Weights, told: Listened) -> list[list[int]]:
    misleading = sorted(_sayings(weights, told))[-_MISLEADING:]
    return [told.between(*saying.part) for saying in misleading]


def _among(having: Sequence[tuple[str, list[int]]], kind: str) -> Weights:
    lessons = [Lesson(marks, of_kind == kind) for of_kind, marks in having]
    return trained(lessons, FEW_ROUNDS)
