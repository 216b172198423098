"""Limits on contact with somebody whose conduct is unreasonable: reasoned, dated, reviewable.

They never touch the right to complain: whatever is sent arrives, is kept and is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from portal.complaints.entries import EntryFacts
from portal.domain.history import EntryKind
from portal.words.catalogue import to_translate


class Means(StrEnum):
    """How contact is limited."""

    ONE_PERSON = "one_person"
    WRITTEN = "written"
    WEEKLY = "weekly"


class LimitState(StrEnum):
    """Where a limit is in its life; one that was declined never was in force."""

    PROPOSED = "proposed"
    DECLINED = "declined"
    IN_FORCE = "in_force"
    LIFTED = "lifted"
    OVER = "over"


GROUPED_FOR = timedelta(days=7)
"""How long the messages of somebody who writes too often wait to be told together."""


@dataclass(frozen=True, slots=True)
class LimitLife:
    """When a limit was decided, reviewed and ended; it was never in force where it was declined."""

    state: LimitState
    decided_at: datetime | None
    ended_at: datetime | None = None
    review_asked_at: datetime | None = None
    reviewed_at: datetime | None = None

    @property
    def is_lifted_on_review(self) -> bool:
        """Tell whether the review ended it: that is one act."""
        return self.state is LimitState.LIFTED and self.reviewed_at == self.ended_at


MEANS: dict[str, str] = {
    Means.ONE_PERSON: to_translate("Une seule personne répond"),
    Means.WRITTEN: to_translate("Les échanges se font par écrit"),
    Means.WEEKLY: to_translate("Les messages sont lus ensemble, une fois par semaine"),
}
STATES: dict[str, str] = {
    LimitState.PROPOSED: to_translate("Proposée"),
    LimitState.DECLINED: to_translate("Écartée"),
    LimitState.IN_FORCE: to_translate("En vigueur"),
    LimitState.LIFTED: to_translate("Levée"),
    LimitState.OVER: to_translate("Terminée"),
}


# What the history tells.


@dataclass(frozen=True, slots=True)
class ContactLimited(EntryFacts, kind=EntryKind.CONTACT_LIMITED):
    """The complainant may use these means alone, until this day."""

    means: Sequence[str]
    last_day: date


@dataclass(frozen=True, slots=True)
class LimitReviewed(EntryFacts, kind=EntryKind.LIMIT_REVIEWED):
    """A limit was looked at again."""

    goes_on: bool


@dataclass(frozen=True, slots=True)
class LimitEnded(EntryFacts, kind=EntryKind.LIMIT_ENDED):
    """A limit ended."""

    why: str
