"""What an agency promises for each stage, and what the promise rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

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
class PauseReason:
    """What the time for an answer may stop for: for how long at most, and how many times."""

    code: str
    name: Text
    at_most: Allowance
    times: int = 1
    confidence: Confidence = Confidence.ASSUMED

    def as_facts(self) -> dict[str, Any]:
        """Return everything as values that JSON can hold."""
        return {
            "code": self.code,
            "name": self.name.as_facts(),
            "at_most": str(self.at_most),
            "times": self.times,
            "confidence": self.confidence.value,
        }

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> PauseReason:
        """Return the reason that `as_facts` wrote."""
        return cls(
            code=facts["code"],
            name=Text(**facts["name"]),
            at_most=Allowance.parse(facts["at_most"]),
            times=facts["times"],
            confidence=Confidence(facts["confidence"]),
        )


@dataclass(frozen=True, slots=True)
class Promise:
    """An allowance and the rule it rests on.

    `silence` says what opens by itself when the time passes without an answer: the code of a
    recourse, on the unmoved day after the last one. With `complete_within`, the time runs from the
    complete file; it starts by itself when nobody said so within that time of the receipt.
    `pauses` are all that an answer's time stops for: nothing else does.
    """

    allowance: Allowance
    basis: Text
    confidence: Confidence = Confidence.ASSUMED
    extension: Extension | None = None
    silence: str | None = None
    complete_within: Allowance | None = None
    complete_confidence: Confidence = Confidence.ASSUMED
    pauses: tuple[PauseReason, ...] = ()
