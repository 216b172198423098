"""What the entries tell that features record: see `entries`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypedDict

from portal.complaints.entries import EntryFacts, Moment, Name
from portal.domain.history import EntryKind

# Other agencies.


@dataclass(frozen=True, slots=True)
class TransferProposed(EntryFacts):
    """Another agency would be the right one; the complainant has until this day to choose."""

    kind = EntryKind.TRANSFER_PROPOSED
    before: str
    to: str
    agency_name: Name
    last_day: date


@dataclass(frozen=True, slots=True)
class TransferAgreed(EntryFacts):
    """The complainant agreed that these parts go along."""

    kind = EntryKind.TRANSFER_AGREED
    fields: Sequence[str]


@dataclass(frozen=True, slots=True)
class TransferTakenBack(EntryFacts):
    """It stays where it is."""

    kind = EntryKind.TRANSFER_TAKEN_BACK
    to: str
    agency_name: Name


@dataclass(frozen=True, slots=True)
class Routed(EntryFacts):
    """Another agency has it now; `held` is what it may not read, after so many `working_days`."""

    kind = EntryKind.ROUTED
    before: str
    agency: str
    agency_name: Name
    release: int | None
    category: str
    theme: str
    unit: str | None
    due_at: Moment | None
    level: int
    held: Sequence[str] | None = None
    working_days: int | None = None


@dataclass(frozen=True, slots=True)
class PartAsked(EntryFacts):
    """Another agency is asked for its part of the answer."""

    kind = EntryKind.PART_ASKED
    to: str
    agency_name: Name
    part: str
    last_day: date | None


@dataclass(frozen=True, slots=True)
class PartAgreed(EntryFacts):
    """The complainant agreed that whoever has the part reads this."""

    kind = EntryKind.PART_AGREED
    part: str
    fields: Sequence[str]


@dataclass(frozen=True, slots=True)
class PartBegun(EntryFacts):
    """The other agency has its part, and reads this."""

    kind = EntryKind.PART_BEGUN
    part: str
    fields: Sequence[str] | None
    agency_name: Name
    last_day: date | None


@dataclass(frozen=True, slots=True)
class PartReceived(EntryFacts):
    """The part itself begins: of which complaint, and who asks for it."""

    kind = EntryKind.PART_RECEIVED
    of: str
    by: str
    agency: str
    release: int | None
    category: str
    theme: str
    channel: str
    due_at: Moment | None
    fields: Sequence[str] | None


@dataclass(frozen=True, slots=True)
class PartDeclined(EntryFacts):
    """Whoever was asked for the part is not concerned."""

    kind = EntryKind.PART_DECLINED
    part: str


@dataclass(frozen=True, slots=True)
class PartCalledOff(EntryFacts):
    """The part is not asked for any more: in the history of the whole, and in its own."""

    kind = EntryKind.PART_CALLED_OFF
    part: str
    to: str | None = None
    agency_name: Name | None = None
    of: str | None = None
    by: str | None = None


@dataclass(frozen=True, slots=True)
class PartKept(EntryFacts):
    """The part is asked for still: in the history of the whole, and in its own."""

    kind = EntryKind.PART_KEPT
    part: str
    of: str | None = None
    by: str | None = None


# What belongs to it.


@dataclass(frozen=True, slots=True)
class Linked(EntryFacts):
    """It is linked to another complaint."""

    kind = EntryKind.LINKED
    other: str


@dataclass(frozen=True, slots=True)
class Unlinked(EntryFacts):
    """It is not linked to this complaint any more."""

    kind = EntryKind.UNLINKED
    other: str


@dataclass(frozen=True, slots=True)
class Grouped(EntryFacts):
    """It is in a group, since a word in `common` suggested it or the person said so."""

    kind = EntryKind.GROUPED
    group: int
    suggested: bool = False
    common: int | None = None
    by_person: bool = False


@dataclass(frozen=True, slots=True)
class Ungrouped(EntryFacts):
    """It left a group; `handed_on` because another agency has it now."""

    kind = EntryKind.UNGROUPED
    group: int
    handed_on: bool = False


@dataclass(frozen=True, slots=True)
class InformationRequested(EntryFacts):
    """Somebody inside the agency is asked a question, and may read this for it."""

    kind = EntryKind.INFORMATION_REQUESTED
    to: int | None
    post: str | None
    last_day: date
    released: Sequence[str]


@dataclass(frozen=True, slots=True)
class InformationMissed(EntryFacts):
    """Nobody answered such a question by its day; it went up where a level is left."""

    kind = EntryKind.INFORMATION_MISSED
    request: int
    level: int | None = None
    post: str | None = None
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class InformationGiven(EntryFacts):
    """Such a question was answered."""

    kind = EntryKind.INFORMATION_GIVEN
    request: int
    in_time: bool


@dataclass(frozen=True, slots=True)
class InformationEnded(EntryFacts):
    """Such a question ended without an answer."""

    kind = EntryKind.INFORMATION_ENDED
    request: int
    why: str


class StepFacts(TypedDict, total=False):
    """What is told of a step that was taken with a recommendation."""

    level: int
    last_day: date | None
    in_time: bool | None
    by: date
    on: date


@dataclass(frozen=True, slots=True)
class RecommendationMoved(EntryFacts):
    """A step was taken with a recommendation that rests on it."""

    kind = EntryKind.RECOMMENDATION_MOVED
    recommendation: int
    step: str
    level: int | None = None
    last_day: date | None = None
    in_time: bool | None = None
    by: date | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Recommended(EntryFacts):
    """A recommendation was made that rests on it, and on as many complaints as are `gathered`."""

    kind = EntryKind.RECOMMENDED
    recommendation: int
    step: str
    last_day: date | None
    gathered: int


@dataclass(frozen=True, slots=True)
class ConflictNoted(EntryFacts):
    """It concerns somebody of the agency, who takes no part in it any more."""

    kind = EntryKind.CONFLICT_NOTED
    who: int
    origin: str


@dataclass(frozen=True, slots=True)
class ConflictLifted(EntryFacts):
    """It does not concern this person after all."""

    kind = EntryKind.CONFLICT_LIFTED
    who: int


@dataclass(frozen=True, slots=True)
class ReprisalActed(EntryFacts):
    """Whoever protects complainants acted first, within or after the time of this date."""

    kind = EntryKind.REPRISAL_ACTED
    clock: str
    length: str
    in_time: bool


@dataclass(frozen=True, slots=True)
class AnswerJudged(EntryFacts):
    """The complainant said whether the answer meets what they complained of."""

    kind = EntryKind.ANSWER_JUDGED
    verdict: str


@dataclass(frozen=True, slots=True)
class NewsWished(EntryFacts):
    """The complainant said whether they wish to hear of recommendations."""

    kind = EntryKind.NEWS_WISHED
    wishes: bool


@dataclass(frozen=True, slots=True)
class UrgencyConfirmed(EntryFacts):
    """It is urgent: somebody acts by this day."""

    kind = EntryKind.URGENCY_CONFIRMED
    last_day: date | None


@dataclass(frozen=True, slots=True)
class UrgentActed(EntryFacts):
    """Somebody acted on what is urgent."""

    kind = EntryKind.URGENT_ACTED
    in_time: bool


@dataclass(frozen=True, slots=True)
class ContactLimited(EntryFacts):
    """The complainant may use these means alone, until this day."""

    kind = EntryKind.CONTACT_LIMITED
    means: Sequence[str]
    last_day: date


@dataclass(frozen=True, slots=True)
class LimitReviewed(EntryFacts):
    """A limit was looked at again."""

    kind = EntryKind.LIMIT_REVIEWED
    goes_on: bool


@dataclass(frozen=True, slots=True)
class LimitEnded(EntryFacts):
    """A limit ended."""

    kind = EntryKind.LIMIT_ENDED
    why: str
