"""The survey after a closing: four questions on a scale of words, kept apart from the complaint.

No free text: it could tell who wrote it. Nothing but counts is kept, by one thing at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Question(StrEnum):
    """What is asked: a criterion of the practices each, and the whole."""

    SIMPLE = "simple"
    TIME = "time"
    HEARD = "heard"
    WHOLE = "whole"


STEPS = (1, 2, 3, 4, 5)
"""The scale, from the worst to the best."""

GOOD, BAD = 4, 2
"""From where an answer is favourable, and down from where a review is offered at once."""

RESPONDED = "responded"
"""What is counted once for each complaint whose survey is answered, beside its answers."""


class Cut(StrEnum):
    """By what answers are counted: by one of these at a time, never by two."""

    CATEGORY = "category"
    THEME = "theme"
    CHANNEL = "channel"
    LANGUAGE = "language"


Answers = Mapping[Question, int]


@dataclass(frozen=True, slots=True)
class Place:
    """All that is known of whoever answers: where, and when their complaint was closed."""

    agency: str
    month: str
    cuts: Mapping[Cut, str]


@dataclass(frozen=True, slots=True)
class Counted:
    """One more in a count."""

    agency: str
    month: str
    cut: str
    value: str
    question: str
    answer: int


def counted(place: Place, answers: Answers) -> Iterator[Counted]:
    """Yield what one person's answers add: by each cut, one for having answered, one an answer."""
    answered = [(RESPONDED, 0), *((question.value, step) for question, step in answers.items())]
    for cut, value in place.cuts.items():
        for question, answer in answered:
            yield Counted(place.agency, place.month, cut.value, value, question, answer)


def is_bad(answers: Answers) -> bool:
    """Tell whether any answer is so bad that a review is offered at once."""
    return any(step <= BAD for step in answers.values())
