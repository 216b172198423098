"""Complaints that cannot wait: a rule proposes, a person confirms, and somebody acts first.

An urgent complaint keeps its own dates: it gets one more, and never a later one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.agencies.agency import Agency
from portal.complaints.entries import EntryFacts
from portal.complaints.queries.exports import PastComplaint
from portal.complaints.queries.search import texts_of_filing
from portal.domain.complaint import Draft
from portal.domain.history import EntryKind
from portal.domain.text import Text


class Urgency(StrEnum):
    """What is known of how urgent a complaint is: `found` waits for the staff to be told."""

    FOUND = "found"
    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    DECLINED = "declined"

    @property
    def is_undecided(self) -> bool:
        """Tell whether a person still has to say."""
        return self in (Urgency.FOUND, Urgency.PROPOSED)


def signs_in(agency: Agency, category: str | None, texts: Iterable[str]) -> str | None:
    """Return the words of danger and need that make a complaint look urgent, or None."""
    signs = agency.configured.urgent_signs(category, *(text for text in texts if text))
    return ", ".join(signs) or None


def signs_of(agency: Agency, filed: Draft, wish: str) -> str | None:
    """Return the answers and the words by which what is filed looks urgent, or None."""
    signs = signs_in(agency, filed.category, texts_of_filing(filed.story, filed.answers, wish))
    answers = agency.configured.urgent_answers(filed)
    return ", ".join([*answers, *([signs] if signs else [])]) or None


def signs_when_filed(agency: Agency, past: PastComplaint) -> str | None:
    """Return the words by which a complaint of the past would have looked urgent, or None."""
    return signs_of(agency, past.told, past.wish)


def decided_when_filed(agency: Agency, past: PastComplaint) -> tuple[Text, ...]:
    """Return the words by which a complaint of the past would have looked urgent, in a dry run.

    They are those of the settings.
    """
    signs = signs_when_filed(agency, past)
    return (Text(signs, signs),) if signs else ()


# What the history tells.


@dataclass(frozen=True, slots=True)
class UrgencyConfirmed(EntryFacts, kind=EntryKind.URGENCY_CONFIRMED):
    """It is urgent: somebody acts by this day."""

    last_day: date | None


@dataclass(frozen=True, slots=True)
class UrgentActed(EntryFacts, kind=EntryKind.URGENT_ACTED):
    """Somebody acted on what is urgent; `last_day` is by when they had to, the first of them."""

    in_time: bool
    last_day: date | None = None
