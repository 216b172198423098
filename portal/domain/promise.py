"""What an agency promises for each stage, and what the promise rests on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from portal.domain.text import Text
from portal.domain.time.allowance import Allowance


class Stage(StrEnum):
    """What is promised within a time."""

    ACKNOWLEDGE = "acknowledge"
    FIRST_CONTACT = "first_contact"
    ANSWER = "answer"


class Confidence(StrEnum):
    """How well a figure is known; an assumed one is shown as a sample to citizens."""

    SOURCED = "sourced"
    INFERRED = "inferred"
    ASSUMED = "assumed"


@dataclass(frozen=True, slots=True)
class Extension:
    """How an answer may be put off: how many times, and by how much at most."""

    times: int
    at_most: Allowance


@dataclass(frozen=True, slots=True)
class Promise:
    """An allowance and the rule it rests on.

    `silence` says what opens by itself when the time passes without an answer: the code of a
    recourse, on the unmoved day after the last one. With `complete_within`, the time runs from the
    complete file; it starts by itself when nobody said so within that time of the receipt.
    """

    allowance: Allowance
    basis: Text
    confidence: Confidence = Confidence.ASSUMED
    extension: Extension | None = None
    silence: str | None = None
    complete_within: Allowance | None = None
    complete_confidence: Confidence = Confidence.ASSUMED
