"""Recommendations: what the complaints service asks to be changed, and what becomes of it.

The text is frozen once it is sent. Whoever it is addressed to accepts it with a day, or refuses
it with a reason, and then the top authority decides. What is said to be done is verified by
somebody else than whoever wrote it or carried it out. Where all who would act next are kept out of
the complaint, it comes back for good: another one is made to somebody else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.complaints.entries import EntryFacts
from portal.domain.actor import Actor, is_or_replaces
from portal.domain.handling.lifecycle import TakenStep, takers
from portal.domain.history import EntryKind
from portal.domain.text import Text
from portal.domain.time.clock import ClockKind

CLOCKS = frozenset({ClockKind.RECOMMENDATION_REPLY, ClockKind.RECOMMENDATION_EXECUTION})
"""What is owed to the complaints service; it outlasts the complaint that it came from."""

ENTRIES = frozenset({EntryKind.RECOMMENDED, EntryKind.RECOMMENDATION_MOVED})

CHOSEN_DAY = Text("Date choisie à l’acceptation", "Date chosen when it was accepted")
"""What the date of execution rests on."""


class State(StrEnum):
    """Where a recommendation is in its life."""

    SENT = "sent"
    REFUSED = "refused"
    ACCEPTED = "accepted"
    DONE = "done"
    VERIFIED = "verified"
    NOT_FOLLOWED = "not_followed"
    KEPT_OUT = "kept_out"

    @property
    def is_open(self) -> bool:
        """Tell whether somebody still has something to do about it."""
        return self not in (State.VERIFIED, State.NOT_FOLLOWED, State.KEPT_OUT)


DATED = (State.SENT, State.ACCEPTED)
"""The states in which a date runs: for the reply, then for the execution."""

RETURNED = (*DATED, State.REFUSED)
"""The states in which it waits for people of whom all may be kept out: then it comes back.

What is done waits for a verification, of anybody who neither wrote nor carried it out.
"""


class Step(StrEnum):
    """What can happen to a recommendation."""

    MADE = "made"
    CORRECTED = "corrected"
    ESCALATED = "climbed"
    UNANSWERED = "unanswered"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    UPHELD = "upheld"
    CONFIRMED = "confirmed"
    LATE = "late"
    DONE = "done"
    SENT_BACK = "sent_back"
    VERIFIED = "verified"
    KEPT_OUT = "kept_out"
    UNOWNED = "unowned"


WORDING = (Step.MADE, Step.CORRECTED)
"""The steps whose texts are the recommendation itself: the first, and each version after it."""

REPLIES = (Step.ACCEPTED, Step.REFUSED, Step.CONFIRMED)
"""The steps that can be a first reply; the last word on a refusal is none."""

TRANSITIONS: dict[tuple[State, Step], State] = {
    (State.SENT, Step.CORRECTED): State.SENT,
    (State.SENT, Step.ESCALATED): State.SENT,
    (State.SENT, Step.UNANSWERED): State.SENT,
    (State.SENT, Step.ACCEPTED): State.ACCEPTED,
    (State.SENT, Step.REFUSED): State.REFUSED,
    (State.SENT, Step.CONFIRMED): State.NOT_FOLLOWED,
    (State.REFUSED, Step.UPHELD): State.ACCEPTED,
    (State.REFUSED, Step.CONFIRMED): State.NOT_FOLLOWED,
    (State.ACCEPTED, Step.LATE): State.ACCEPTED,
    (State.ACCEPTED, Step.UNOWNED): State.ACCEPTED,
    (State.ACCEPTED, Step.DONE): State.DONE,
    (State.DONE, Step.SENT_BACK): State.ACCEPTED,
    (State.DONE, Step.VERIFIED): State.VERIFIED,
    **{(state, Step.KEPT_OUT): State.KEPT_OUT for state in RETURNED},
}

LEADS_TO: dict[Step, State] = {step: state for (_, step), state in TRANSITIONS.items()}
"""The one state that each step leads to, whatever the state before it; the first has none."""


@dataclass(frozen=True, slots=True)
class Addressee:
    """Who has to reply: whoever works at a post of the way up, or one person."""

    post: str | None = None
    user_id: int | None = None

    def is_met_by(self, actor: Actor, agency: str) -> bool:
        """Tell whether the actor is the addressee, or works in their place."""
        if self.user_id is not None:
            return is_or_replaces(actor, agency, self.user_id)
        return any(
            membership.agency == agency and membership.post == self.post
            for membership in actor.memberships
        )


@dataclass(frozen=True, slots=True)
class Roles:
    """Who a recommendation concerns: who wrote it, who has to reply, who carries it out."""

    author_id: int | None
    addressee: Addressee
    owner_id: int | None

    def is_carried_out_by(self, actor: Actor, agency: str) -> bool:
        """Tell whether the actor owns it or is the addressee, or works in their place."""
        is_owner = self.owner_id is not None and is_or_replaces(actor, agency, self.owner_id)
        return is_owner or self.addressee.is_met_by(actor, agency)

    def may_be_verified_by(self, user_id: int | None, steps: Iterable[TakenStep[Step]]) -> bool:
        """Tell whether somebody neither wrote a version of it nor accepted or carried it out."""
        taken = list(steps)
        wrote = takers(taken, *WORDING) | {self.author_id}
        did = takers(taken, Step.ACCEPTED, Step.DONE) | {self.owner_id, self.addressee.user_id}
        return may_verify(user_id, wrote, did)


def may_verify(user_id: int | None, wrote: Iterable[int | None], did: Iterable[int | None]) -> bool:
    """Tell whether somebody is another person than those who wrote it and who carried it out."""
    return user_id is not None and user_id not in {*wrote, *did}


# What the history tells.


@dataclass(frozen=True, slots=True)
class RecommendationMoved(EntryFacts, kind=EntryKind.RECOMMENDATION_MOVED):
    """A step was taken with a recommendation that rests on it."""

    recommendation: int
    step: str
    level: int | None = None
    last_day: date | None = None
    in_time: bool | None = None
    by: date | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Recommended(EntryFacts, kind=EntryKind.RECOMMENDED):
    """A recommendation was made that rests on it, and on as many complaints as are `gathered`."""

    recommendation: int
    step: str
    last_day: date | None
    gathered: int


@dataclass(frozen=True, slots=True)
class NewsWished(EntryFacts, kind=EntryKind.NEWS_WISHED):
    """The complainant said whether they wish to hear of recommendations."""

    wishes: bool
