"""One complaint's counts while its history is read: where it stands, and what it counts by now.

What entries add, each file beside this one says for its subject.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, NamedTuple

from portal.domain.complaint import Channel
from portal.domain.figures import measuring
from portal.domain.figures.buckets import LEFT, STAYED
from portal.domain.figures.cells import UNKNOWN, Cell, Place, Zones
from portal.domain.figures.contact_counts import ContactCounts
from portal.domain.figures.measures import BY_LEAFLET, BY_WORD, ELSEWHERE, REFERRED, Measure
from portal.domain.figures.measuring import Hands, Measured
from portal.domain.figures.promised import Promised
from portal.domain.nature import OWN_MOTION, Nature


@dataclass(frozen=True, slots=True)
class Referral:
    """Which unit's staff led to a complaint, at which agency, and how."""

    agency: str
    unit: str
    way: int

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> Referral | None:
        """Return the referral that a filing tells of, if it does."""
        if "referred_by" not in facts:
            return None
        way = BY_LEAFLET if facts.get("by_leaflet") else BY_WORD
        return cls(facts["agency"], facts["referred_by"], way)

    def measure_at(self, agency: str) -> str:
        """Return the measure under which the agency that has the complaint counts it."""
        return REFERRED + (self.unit if agency == self.agency else ELSEWHERE)


@dataclass(frozen=True, slots=True)
class Sender:
    """An agency that had a complaint before: where it counts, and what it had promised."""

    place: Place
    promised: Promised
    is_late: bool
    """Whether it had it for so long that what becomes of its promise is its own to answer for."""


class Happened(NamedTuple):
    """What the counts need of a history entry; `who` of the staff did it, if anybody did."""

    kind: str
    at: datetime
    facts: Mapping[str, Any]
    who: int | None = None


@dataclass(slots=True, eq=False)
class Counted:
    """What is known of a complaint so far, and what was counted of it."""

    zones: Zones
    counts: Counter[Cell] = field(default_factory=Counter)
    """What was counted since last taken."""
    counted_before: Counter[Cell] = field(default_factory=Counter)
    place: Place | None = None
    is_part: bool = False

    received_at: datetime | None = None
    filed_at: datetime | None = None
    filed_with: Mapping[str, Any] = field(default_factory=dict)
    referral: Referral | None = None
    received_here: bool = True
    """Until another organisation took over: what was received before was not received there."""
    traces: dict[Measure, int] = field(default_factory=dict)
    """What the staff did to it that is counted beside its receipt."""

    promised: Promised = field(default_factory=Promised)
    senders: list[Sender] = field(default_factory=list)
    days_before: int = 0
    """The working days that senders had it."""
    hands: Hands = field(default_factory=Hands)
    level: int = 1

    contact: ContactCounts[Cell] = field(default_factory=ContactCounts)
    contact_missed: bool = False
    missed_when_claimed: bool = False

    is_answered: bool = False
    is_owed_again: bool = False
    first_answer: Cell | None = None
    last_answer: Cell | None = None
    to_post: list[Cell] = field(default_factory=list)
    """Where an answer on paper is counted until somebody posted it."""

    is_reopened: bool = False
    is_taken_up: bool = False
    outside: dict[int, str] = field(default_factory=dict)
    """What outside bodies told of it, by the link that each told it by."""
    overturned: Cell | None = None
    """Where it is counted as changed by one of them."""
    result: list[Cell] = field(default_factory=list)
    """What its last closing counts."""
    withdrawing: set[Measure] = field(default_factory=set)
    """What is counted beside its withdrawal, should it bind."""

    def taken(self) -> Counter[Cell]:
        """Return what was counted since last taken; a complaint that moved takes cells down."""
        taken, self.counts = self.counts, Counter()
        self.counted_before.update(taken)
        return taken

    @property
    def here(self) -> Place:
        """Where it is counted by now."""
        assert self.place is not None, "a history begins with the filing"
        return self.place

    def place_in(self, facts: Mapping[str, Any]) -> Place:
        """Return the place that the facts of a filing name, or those of a part."""
        subject = (facts["theme"], facts["category"], facts["channel"])
        said = (facts.get("language", UNKNOWN), facts.get("region", UNKNOWN))
        nature = OWN_MOTION if facts["channel"] == Channel.SERVICE else Nature.COMPLAINT.value
        return Place(facts["agency"], *subject, self.zones(facts["release"]), *said, nature)

    def own_days(self, entry: Happened) -> int:
        """Return the working days since the agency has it: those of a sender are not its own."""
        return max(0, int(entry.facts["working_days"]) - self.days_before)

    def reached(self, level: int) -> None:
        """Note that it came to a level."""
        self.level = max(self.level, level)

    def move(self, **changes: Any) -> None:
        """Count it elsewhere from here on; what was received there moves along."""
        if self.received_here:
            self.count_receipt(by=-1)
        if "agency" in changes:
            # What one agency did to it says nothing of another.
            self.traces = {}
        self.place = replace(self.here, **changes)
        if self.received_here:
            self.count_receipt()

    def count(self, moment: datetime, measure: str, bucket: int = 0, by: int = 1) -> None:
        """Count something of it in the month of a moment."""
        self.counts[self.here.cell(moment, measure, bucket)] += by

    def count_all(self, moment: datetime, measured: Iterable[Measured]) -> None:
        """Count what was measured of it, in the month of a moment."""
        for measure, bucket in measured:
            self.count(moment, measure, bucket)

    def count_receipt(self, by: int = 1) -> None:
        """Count that it was received, with all that is counted beside it."""
        assert self.received_at is not None
        self.count(self.received_at, Measure.RECEIVED, by=by)
        if self.referral is not None:
            measure = self.referral.measure_at(self.here.agency)
            self.count(self.received_at, measure, self.referral.way, by)
        self.count_traces(by)
        for what, bucket in measuring.of_receipt(self.filed_with, self.here.agency):
            self.count(self.received_at, what, bucket, by)

    def trace(self, measure: Measure, bucket: int = 0) -> None:
        """Count beside the receipt what the staff did to a complaint, as it is by now."""
        if self.received_here:
            self.count_traces(by=-1)
            self.traces[measure] = bucket
            self.count_traces()

    def trace_change(self) -> None:
        """Leave a trace of a change of subject, urgency or nature, once a complaint.

        What the service opened by itself never was one.
        """
        if self.here.nature == OWN_MOTION:
            return
        is_complaint = self.here.nature == Nature.COMPLAINT
        self.trace(Measure.RECLASSIFIED, STAYED if is_complaint else LEFT)

    def count_traces(self, by: int = 1) -> None:
        """Count the traces that it has, beside its receipt."""
        assert self.received_at is not None
        for measure, bucket in self.traces.items():
            cell = self.here.cell(self.received_at, measure, bucket)
            pinned = measure is Measure.RECLASSIFIED
            self.counts[cell._replace(nature=Nature.COMPLAINT.value) if pinned else cell] += by


Reader = Callable[[Counted, Happened], None]
"""What counts an entry of one kind."""


def moment_of(written: str | None) -> datetime | None:
    """Return the moment that a fact says, if it says one."""
    return datetime.fromisoformat(written) if written else None
