"""What happens in the life of a complaint, told to the features in the same transaction.

The kernel says that something happened where it happens; each feature that asked to be told does
its part at once, in the order in which the application lists them. What fails undoes the whole.
A feature that reacts makes nothing else happen to the same complaint: events do not nest.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar

from portal.complaints.planning import FilingPlan
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.message import MessageRecord
from portal.complaints.work import Work
from portal.domain.complaint import ReplyBy
from portal.domain.conclusion import IssueFinding
from portal.domain.handling.held_messages import Outgoing
from portal.domain.handling.notices import Recourse
from portal.payload import Payload
from portal.words.letters.to_citizens import TimeToReopen

# What may be confirmed to leave: all that its form said, as it is kept until it leaves.


class Content(Payload):
    """What was confirmed of one kind. What is stored is never renamed."""

    __slots__ = ()

    kind: ClassVar[Outgoing]

    @property
    def words(self) -> str:
        """Everything that its author wrote, each text a paragraph of its own."""
        own = (getattr(self, name, "") for name in ("body", "reason"))
        found = (
            text
            for finding in getattr(self, "findings", ())
            for text in (finding.reasons, finding.measure)
        )
        return "\n\n".join(text.strip() for text in (*own, *found) if text.strip())


@dataclass(frozen=True, slots=True)
class TextContent(Content):
    """What was confirmed as one text."""

    body: str


LetLeave = Callable[[Work, ComplaintRecord, Any], None]
"""The use case that carries out what was confirmed."""


@dataclass(frozen=True, slots=True)
class AnswerContent(TextContent):
    """An answer; where it `tells` of recommendations, the complainant sees what becomes of them."""

    kind = Outgoing.ANSWER
    tells: bool


@dataclass(frozen=True, slots=True)
class QuestionContent(TextContent):
    """A question to the complainant; `pause` is the reason for which the answer waits meanwhile."""

    kind = Outgoing.QUESTION
    pause: str | None


@dataclass(frozen=True, slots=True)
class ExtensionContent(Content):
    """By how much an answer is put off, such as "5 working days", why, and the day it leads to."""

    kind = Outgoing.EXTENSION
    by: str
    reason: str
    last_day: date | None


@dataclass(frozen=True, slots=True)
class ClosingContent(Content):
    """What was found of each issue, and that the answer was checked for its language.

    `asks_given` tells that its form asked what is given to the person: older ones did not.
    """

    kind = Outgoing.CLOSING
    findings: tuple[IssueFinding, ...]
    language_shown: bool
    asks_given: bool = False


# What happens.


@dataclass(slots=True)
class Event:
    """Something that happens to a complaint while it is held."""

    work: Work
    complaint: ComplaintRecord


@dataclass(slots=True)
class Acted(Event):
    """Somebody of the agency acted on it in person: wrote, asked, decided, answered."""


@dataclass(slots=True)
class ComplainantQuoted(Event):
    """A text with the complainant's words was added: by themself, or as somebody took it down."""

    message: MessageRecord


@dataclass(slots=True)
class MessageReceived(Event):
    """The complainant wrote.

    Whoever handles the complaint is told of it, unless a feature sets `is_told` to False.
    """

    body: str
    is_told: bool = True


@dataclass(slots=True)
class ContactChanged(Event):
    """The complainant changed how they are reached, to this."""

    reply_by: ReplyBy
    email: str
    phone: str
    address: str


@dataclass(slots=True)
class IdentityTold(Event):
    """A text tells who complains to somebody who did not know it: to staff, or to another agency.

    What it tells are `fields` of `IdentityField`.
    """

    fields: tuple[str, ...]
    people: tuple[int, ...] = ()
    agency: str | None = None


@dataclass(slots=True)
class AnswerBegun(Event):
    """An answer is about to be recorded: what it makes superfluous ends now."""


@dataclass(slots=True)
class Answered(Event):
    """An answer is ready to be recorded, with the recourses under it.

    A feature may change the `text` that is kept and sent, and keep its letter from going out to the
    complainant. `first_promise_kept` is told of a date that was promised first.
    """

    text: str
    goes_out: bool = True
    first_promise_kept: bool | None = None


@dataclass(slots=True)
class RecourseTimed(Event):
    """The time within which a recourse is taken begins: with an answer, or `by_silence`.

    It began at the moment `since`. A feature that counts its `last_day` says it.
    """

    recourse: Recourse
    since: datetime
    by_silence: bool = False
    last_day: date | None = None


@dataclass(slots=True)
class Left(Event):
    """What was confirmed to leave was carried out."""

    content: Content


@dataclass(slots=True)
class Closed(Event):
    """A complaint was closed with its findings; features may leave a time to take it up again."""

    reopening: TimeToReopen = field(default_factory=TimeToReopen)


@dataclass(slots=True)
class Withdrawn(Event):
    """The complainant withdrew it; nothing is owed any more."""


@dataclass(slots=True)
class AgencyAsked(Event):
    """An agency is about to be asked to answer a complaint, or only a part of it.

    Whatever has asked it already raises AlreadyAskedError: nobody is handed the same twice.
    """

    agency: str
    is_for_part: bool = False


@dataclass(slots=True)
class HandingOn(Event):
    """A complaint is about to be handed to the agency of `plan`; nothing of it is done yet."""

    plan: FilingPlan


@dataclass(slots=True)
class HandedOn(Event):
    """It is recorded and told that the agency of `plan` gets it; the old one still reads it."""

    plan: FilingPlan


@dataclass(slots=True)
class TakenOver(Event):
    """A complaint is now the agency's of `plan`, with its dates begun afresh."""

    plan: FilingPlan


@dataclass(slots=True)
class ReachesAgency(Event):
    """A complaint, or a part of one, is about to be read by an agency that did not have it.

    `said` is what that agency is told beside what the complainant wrote; `about` is the complaint
    that was written about, where the event's own is only a part of it.
    """

    agency: str
    said: tuple[str, ...] = ()
    about: ComplaintRecord | None = None


@dataclass(slots=True)
class Succeeded(Event):
    """A complaint went to the successor of the agency `before`, with its dates as they were."""

    before: str


@dataclass(slots=True)
class CauseCorrected(Event):
    """What a complaint complained of is corrected, and that was verified."""


@dataclass(slots=True)
class NobodyInside(Event):
    """All who could open it in its agency are excluded from it: somebody else has to decide."""


@dataclass(slots=True)
class Excluded(Event):
    """Somebody of the staff, whom it concerns, is excluded from it from now on: `people`."""

    people: Collection[int] = ()
