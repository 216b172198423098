"""What complainants thought, in figures: how many answered, and how many of them favourably."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from portal.domain.figures.indicators import Share
from portal.features.satisfaction.rules import GOOD, RESPONDED, STEPS, Question


class Ratings:
    """The answers of one group of complainants, question by question."""

    def __init__(self, counts: Iterable[tuple[str, int, int]] = ()) -> None:
        self._counts: Counter[tuple[str, int]] = Counter()
        for question, answer, n in counts:
            self._counts[question, answer] += n

    @property
    def responded(self) -> int:
        """How many people answered one question at least."""
        return self._counts[RESPONDED, 0]

    def steps(self, question: Question) -> tuple[int, ...]:
        """Return how many chose each step of the scale, the worst first."""
        return tuple(self._counts[question.value, step] for step in STEPS)

    def favourable(self, question: Question) -> Share:
        """Return how many answered a question favourably, among those who answered it."""
        steps = self.steps(question)
        return Share(sum(steps[GOOD - 1 :]), sum(steps))
