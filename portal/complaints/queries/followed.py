"""A complaint as its complainant is shown it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar, cast

from msgspec import Struct, field
from msgspec.structs import replace

from portal.complaints.entries import AnswerJudged, confirmed_before
from portal.complaints.queries.case_file import Masking, masked_in, masked_texts
from portal.complaints.queries.kept_clocks import KeptClock
from portal.db.reads import Read
from portal.domain.complaint import Complaint, FiledFor, ReplyBy, Status
from portal.domain.conclusion import Verdict
from portal.domain.history import EntryKind
from portal.domain.text import Text
from portal.domain.time.clock import ClockKind
from portal.domain.time.promise import Allowance

Value = TypeVar("Value")


class Contact(Struct, frozen=True):
    """How the complainant is reached."""

    reply_by: ReplyBy
    email: str = ""
    phone: str = ""
    address: str = ""


class PromisedDay(Struct, frozen=True):
    """One promise to the complainant, as it stands.

    `last_day` is empty while the clock stops (`stopped_since`), or waits for the complete file.
    `may_be_extended` tells whether the rule lets the agency take more time. `day_when_sent` is what
    a date promised before another agency had the complaint was to begin with.
    """

    kind: str
    level: int
    pending: bool
    last_day: date | None
    due_at: datetime | None
    allowance: Allowance
    is_sample: bool
    waits_for_file: bool = False
    stopped_since: datetime | None = None
    started_at: datetime | None = None
    may_be_extended: bool = False
    day_when_sent: date | None = None


class SentComplaint(Struct, frozen=True):
    """What the confirmation page shows; `said` is what was said beside the story, by name.

    `code_hash` is of the access code that opens it now. It has a `nature` if it is no complaint.
    """

    id: int
    facts: Complaint
    story: str
    contact: Contact
    days: tuple[PromisedDay, ...]
    contact_changed: bool = False
    code_hash: str = ""
    is_for_another: bool = False
    said: Mapping[str, Any] = field(default_factory=dict)
    nature: str | None = None

    @property
    def is_withdrawn(self) -> bool:
        """Tell whether its complainant took it back since: no date of it is promised any more."""
        return self.facts.status is Status.WITHDRAWN

    def day(self, kind: str) -> PromisedDay | None:
        """Return the newest promise of this kind."""
        return newest(self.days, kind)


class Officer(Struct, frozen=True):
    """The person in charge, as the complainant may call them."""

    name: str
    phone: str | None


class ToldEntry(Struct, frozen=True):
    """Something that happened, and the text that goes with it, if the complainant may read it."""

    seq: int
    kind: str
    at: datetime
    by_complainant: bool
    facts: Mapping[str, Any]
    text: str | None

    @property
    def confirmed_before(self) -> datetime | None:
        """When it was confirmed, if it left in a later minute."""
        return confirmed_before(self.at, self.facts)


class Conclusion(Struct, frozen=True):
    """What was found about one issue, why, what is put right, and what is given to the person."""

    issue: str
    finding: str
    criteria: tuple[Text, ...]
    reasons: str
    measure: str
    given: str = ""


class FollowedDocument(Struct, frozen=True):
    """A document of the complaint."""

    id: int
    name: str
    size: int
    added_at: datetime
    from_citizen: bool


class LaterAnswer(Struct, frozen=True):
    """An answer of another agency that came after the complaint's own, and is not in it."""

    agency: str
    text: str


class AsFiled(Struct, frozen=True):
    """What a complaint carries beside its story, as far as whoever reads it may know it.

    `answers` are the agency's questions' (`given`), and what was said beside them, by name.
    """

    filed_for: FiledFor
    name: str
    other_name: str
    agreement: str
    needs: tuple[str, ...]
    full_answer_by_email: bool
    may_transfer: bool
    answers: Mapping[str, Any]


class StoredFacts(Struct, frozen=True):
    """What of a complaint the rules of its agency may depend on, as it is stored."""

    number: str
    agency: str
    category: str
    status: str
    level: int
    received_at: datetime
    language: str
    channel: str
    answers: Any


@dataclass(frozen=True, slots=True, eq=False)
class FollowedRead(Read[Value]):
    """What a feature reads with a complaint, by its id, for whoever follows it.

    `later_answers` are in what was read.
    """

    later_answers: Callable[[Value], Iterable[LaterAnswer]] = lambda _rows: ()


class Followed(Struct, frozen=True):
    """A complaint as its follow-up page shows it; history is newest first."""

    id: int
    release_id: int
    facts: Complaint
    category: str
    story: str
    late_since: datetime | None
    taken_in_charge_at: datetime | None
    answered_at: datetime | None
    closed_at: datetime | None
    contact: Contact
    as_filed: AsFiled
    officer: Officer | None
    days: tuple[PromisedDay, ...]
    clocks: tuple[KeptClock, ...]
    history: tuple[ToldEntry, ...]
    documents: tuple[FollowedDocument, ...]
    conclusions: tuple[Conclusion, ...]
    wishes_news: bool
    added: Mapping[FollowedRead[Any], Any] = field(default_factory=dict)

    def of(self, read: FollowedRead[Value]) -> Value:
        """Return what a feature read with the complaint."""
        return cast("Value", self.added[read])

    @property
    def later_answers(self) -> list[LaterAnswer]:
        """The answers of other agencies that came after the complaint's own."""
        return [answer for read, rows in self.added.items() for answer in read.later_answers(rows)]

    def day(self, *kinds: str) -> PromisedDay | None:
        """Return the newest promise of these kinds."""
        return newest(self.days, *kinds)

    def waiting_day(self, kind: ClockKind) -> PromisedDay | None:
        """The newest date of this kind, while it is waited for."""
        day = self.day(kind)
        return day if day is not None and day.pending else None

    @property
    def intake(self) -> KeptClock | None:
        """By when the intake desk hands the complaint on, late if need be; None once it did."""
        return self.owed_clock(ClockKind.INTAKE)

    def owed_clock(self, kind: ClockKind) -> KeptClock | None:
        """Return the newest clock of a kind whose due is still to come, or late."""
        owed = (clock for clock in reversed(self.clocks) if clock.kind == kind and clock.is_owed)
        return next(owed, None)

    @property
    def judged(self) -> ToldEntry | None:
        """What the complainant said of the last answer, if they did."""
        answer = self.last_text(EntryKind.ANSWERED)
        judged = self.last_text(EntryKind.ANSWER_JUDGED)
        return judged if answer and judged and judged.seq > answer.seq else None

    @property
    def said_against(self) -> str:
        """Return why the last answer does not meet the complaint, if its complainant said so."""
        if self.judged is None or AnswerJudged.read(self.judged.facts).verdict == Verdict.YES:
            return ""
        return self.judged.text or ""

    @property
    def is_unacknowledged(self) -> bool:
        """Tell whether no letter said that it came."""
        filed = self.last_text(EntryKind.FILED)
        return filed is not None and bool(filed.facts.get("unacknowledged"))

    def last_text(self, kind: str) -> ToldEntry | None:
        """Return the newest entry of this kind."""
        return next((entry for entry in self.history if entry.kind == kind), None)


def followed_masked(complaint: Followed, masking: Masking) -> Followed:
    """Return a complaint with its texts masked, for its agency to hand on."""
    filed = complaint.as_filed
    return replace(
        complaint,
        story=masking(complaint.story),
        as_filed=replace(filed, answers=masked_in(filed.answers, masking)),
        history=masked_texts(complaint.history, masking, "text"),
        documents=masked_texts(complaint.documents, masking, "name"),
        conclusions=masked_texts(complaint.conclusions, masking, "issue", "reasons", "measure"),
    )


def newest(days: tuple[PromisedDay, ...], *kinds: str) -> PromisedDay | None:
    """Return the newest promise of these kinds."""
    return next((day for day in reversed(days) if day.kind in kinds), None)
