"""What somebody asked to be adapted, and what became of it, need by need."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.complaints.entries import EntryFacts
from portal.domain.history import EntryKind
from portal.domain.text import Text
from portal.domain.time.promise import Allowance, Confidence, Promise, Unit

LONGEST_WAIT = 20
"""Within how many working days what is granted is in place at the latest."""


class State(StrEnum):
    """What became of a need: the first two wait for an answer, the third for what was granted."""

    ASKED = "asked"
    QUESTIONED = "questioned"
    GRANTED = "granted"
    IN_PLACE = "in_place"
    REFUSED = "refused"
    ENDED = "ended"


UNANSWERED = (State.ASKED, State.QUESTIONED)
OPEN = (*UNANSWERED, State.GRANTED)


class Decision(StrEnum):
    """How somebody answers what was asked."""

    GRANT = "grant"
    REFUSE = "refuse"
    QUESTION = "question"


def promised_within(days: int) -> Promise:
    """Return what the complaints service promises as it grants something."""
    basis = Text("Délai donné par le service des plaintes", "Time given by the complaints service")
    return Promise(Allowance(days, Unit.WORKING_DAYS), basis, Confidence.SOURCED)


# What the history tells: never which need it was, which says something of the person.


@dataclass(frozen=True, slots=True)
class AccommodationAsked(EntryFacts, kind=EntryKind.ACCOMMODATION_ASKED):
    """So many needs were asked for, to be answered by this day."""

    count: int
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class AccommodationAnswered(EntryFacts, kind=EntryKind.ACCOMMODATION_ANSWERED):
    """It was granted, refused or asked more about; granted, it is in place by this day."""

    decision: str
    count: int
    in_time: bool
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class AccommodationInPlace(EntryFacts, kind=EntryKind.ACCOMMODATION_IN_PLACE):
    """What was granted is in place."""

    count: int
    in_time: bool
