"""How much each mark speaks for a meaning: logistic regression, by stochastic gradient descent.

A mark weighs less the more of them a text has: by one over the root of their number. Examples are
taken in an order that is always the same, so that the same examples teach the same.
"""

from __future__ import annotations

import math
import random
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from portal.finder.meaning.marks import BUCKETS

_ROUNDS = 8
FEW_ROUNDS = 3
"""Enough for what need not be told so well."""
_PACE, _BIAS_PACE = 4.0, 0.05
_FORGETS = 1e-5
_SURE = 30.0
_ENOUGH = 1e-4
"""What an example says of itself too closely to change anything."""
_SEED = 1


class Weights(NamedTuple):
    """How much each mark speaks for a meaning, in steps, and what holds without any."""

    marks: Sequence[float]
    bias: float
    step: float = 1.0

    def said_by(self, marks: Iterable[int]) -> float:
        """Return what marks say together."""
        return self.step * sum(map(self.marks.__getitem__, marks))

    def strength(self, said: float, marks: int) -> float:
        """Return how strongly so many marks speak for it: below 0, they speak against."""
        return said / math.sqrt(marks or 1) + self.bias

    def score(self, marks: Collection[int]) -> float:
        """Return how strongly marks speak for it."""
        return self.strength(self.said_by(marks), len(marks))


class Lesson(NamedTuple):
    """The marks of a text, and whether it has the meaning."""

    marks: Sequence[int]
    has_it: bool


def trained(lessons: Sequence[Lesson], rounds: int = _ROUNDS) -> Weights:
    """Return the weights by which lessons are told apart best."""
    weights, bias, scale, step = [0.0] * BUCKETS, 0.0, 1.0, 0
    weight_of = weights.__getitem__
    order = random.Random(_SEED)  # noqa: S311  # not for secrets
    shares = [1 / math.sqrt(len(lesson.marks) or 1) for lesson in lessons]
    every = list(zip(lessons, shares, strict=True))
    for _ in range(rounds):
        order.shuffle(every)
        for (marks, has_it), share in every:
            step += 1
            pace = _PACE / (1 + _PACE * _FORGETS * step)
            wrong = has_it - _likelihood(scale * sum(map(weight_of, marks)) * share + bias)
            scale *= 1 - pace * _FORGETS
            if abs(wrong) * pace > _ENOUGH:
                change = wrong * pace * share / scale
                for mark in marks:
                    weights[mark] += change
                bias += wrong * pace * _BIAS_PACE
    return Weights([weight * scale for weight in weights], bias)


def _likelihood(score: float) -> float:
    return 1 / (1 + math.exp(-max(-_SURE, min(_SURE, score))))
