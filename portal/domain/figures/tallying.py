"""What a complaint's history adds to the counts, entry after entry: the cells of a cube.

A complaint is counted once as received: in the agency that has it now, under its present subject,
in the month in which it was received. So a complaint that is routed or reclassified moves, and
nothing is gained by handing it on. When another organisation takes over, it stays where it was
counted, and what happens afterwards is counted with the successor. Whoever hands it on answers for
the days that it had it: the receiving agency's days begin when it came, with a promise of its own;
what the sender promised counts with the sender, among its answers due if it sent it late. A
promised answer is counted in the month of its last day: kept or missed once, whatever happens
afterwards. A complaint that is taken up again stays where it was counted, as received, answered and
closed; its last result takes the place of the first, and its last answer is counted beside the
first. Closed without an answer, it missed its promise. What the staff does that may make figures
look better is counted beside what it was done to, in the same month. A complaint to which staff led
is counted so beside its receipt, and moves with it: elsewhere, they are the staff of another
agency. What another agency answers of it is no complaint of that agency: parts are counted apart,
as asked for, and as answered in time or not. What was no complaint, as the staff say afterwards,
takes all that was counted of it along, but for the trace that somebody said so: no other figure of
complaints has any, and both stand apart. So does what the service opens by itself; nobody
complained, so nobody is reached first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from portal.domain.complaint import Channel, ReplyBy
from portal.domain.figures import measuring
from portal.domain.figures.buckets import (
    AS_SEVERAL,
    FEWEST_WORDS,
    HOLLOW,
    IN_PARTS,
    LATE,
    LEFT,
    PROMPT,
    SENT,
    SENT_WITHIN,
    STAYED,
    UNTOLD,
    WORDED,
)
from portal.domain.figures.contact_counts import ContactCounts
from portal.domain.figures.measures import (
    BY_LEAFLET,
    BY_WORD,
    ELSEWHERE,
    FINDING,
    NO,
    REFERRED,
    YES,
    Measure,
)
from portal.domain.figures.measuring import Hands, Measured
from portal.domain.figures.promised import INSTANT, Promised
from portal.domain.history import EntryKind
from portal.domain.nature import OWN_MOTION, Nature
from portal.domain.time.clock import ANSWERING, ClockKind

WHOLE = ""
"""Where a part of a cell would stand, if the cell counts all of these together."""

UNKNOWN = "unknown"
"""Where the language or the region would stand of what says neither."""

_A_DAY = timedelta(days=1)
MOST_HINTS = 20
"""Answers with more hints on plain language are counted with those that have so many."""

ANSWER_LETTER = "answered"
"""The letter that an answer leaves with, by its code."""

Zones = Callable[[int], ZoneInfo]
"""The time zone of the agency's release with this id."""


class Cell(NamedTuple):
    """One cell of the cube of counts.

    Those of each nature stand apart: none counts several natures together.
    """

    agency: str
    month: str
    theme: str
    category: str
    channel: str
    measure: str
    bucket: int = 0
    nature: str = Nature.COMPLAINT.value
    language: str = UNKNOWN
    region: str = UNKNOWN


def with_wholes(counts: Mapping[Cell, int]) -> Counter[Cell]:
    """Add the cells of all languages and regions together, and those of whole agencies.

    Both are few, whatever else a complaint is counted by: what reports read that do not ask for it.
    """
    together: Counter[Cell] = Counter(counts)
    for cell, n in counts.items():
        subject = cell._replace(language=WHOLE, region=WHOLE)
        together[subject] += n
        together[subject._replace(theme=WHOLE, category=WHOLE, channel=WHOLE)] += n
    return together


@dataclass(frozen=True, slots=True)
class Place:
    """Where a complaint is counted."""

    agency: str
    theme: str
    category: str
    channel: str
    zone: ZoneInfo
    language: str = UNKNOWN
    region: str = UNKNOWN
    nature: str = Nature.COMPLAINT.value

    def cell(self, moment: datetime, measure: str, bucket: int = 0) -> Cell:
        """Return the cell of a measure in the month of `moment`, on the agency's clocks."""
        month = moment.astimezone(self.zone).strftime("%Y-%m")
        subject = (self.theme, self.category, self.channel)
        apart = (self.nature, self.language, self.region)
        return Cell(self.agency, month, *subject, measure, bucket, *apart)


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


class Tally:
    """One complaint's counts: hand it the entries in order, collect what each adds."""

    def __init__(self, zones: Zones) -> None:
        self._zones = zones
        self._counts: Counter[Cell] = Counter()
        self._taken: Counter[Cell] = Counter()
        self._place: Place | None = None
        self._received_at: datetime | None = None
        self._referral: Referral | None = None
        self._promised = Promised()
        self._senders: list[Sender] = []
        self._days_before = 0
        self._contact_missed = self._missed_when_claimed = self._is_answered = False
        self._contact: ContactCounts[Cell] = ContactCounts()
        self._is_reopened = self._is_owed_again = self._is_part = False
        self._result: list[Cell] = []
        self._first_answer: Cell | None = None
        self._last_answer: Cell | None = None
        self._traces: dict[Measure, int] = {}
        self._withdrawing: set[Measure] = set()
        self._level = 1
        self._hands = Hands()
        self._filed_with: Mapping[str, Any] = {}
        self._to_post: list[Cell] = []
        # Until another organisation took over: what was received before was not received there.
        self._received_here = True

    def add(self, entry: Happened) -> None:
        """Count an entry; kinds that no measure rests on are passed over."""
        read = (_OF_PARTS if self._is_part else _READERS).get(entry.kind)
        if read is not None:
            read(self, entry)

    def taken(self) -> Counter[Cell]:
        """Return what was counted since last taken; a complaint that moved takes cells down."""
        taken, self._counts = self._counts, Counter()
        self._taken.update(taken)
        return taken

    def _filed(self, entry: Happened) -> None:
        facts = entry.facts
        self._place = self._place_in(facts)
        # What an employee wrote down later counts from the day when it came.
        self._received_at = _moment(facts.get("received_at")) or entry.at
        self._filed_at = entry.at
        self._promised = Promised.by(_moment(facts.get("due_at")))
        self._referral = Referral.of(facts)
        self._filed_with = facts
        self._count_receipt()
        if entry.at - self._received_at > _A_DAY:
            self._trace(Measure.WRITTEN_LATE)
        if facts.get("written_as_several"):
            self._trace(Measure.SPLIT, AS_SEVERAL)

    def _place_in(self, facts: Mapping[str, Any]) -> Place:
        subject = (facts["theme"], facts["category"], facts["channel"])
        said = (facts.get("language", UNKNOWN), facts.get("region", UNKNOWN))
        nature = OWN_MOTION if facts["channel"] == Channel.SERVICE else Nature.COMPLAINT.value
        return Place(facts["agency"], *subject, self._zones(facts["release"]), *said, nature)

    def _part_received(self, entry: Happened) -> None:
        """Count a part where it is answered; nothing of it counts as a complaint received."""
        self._is_part, self._received_here = True, False
        self._place, self._received_at = self._place_in(entry.facts), entry.at
        self._promised = Promised.by(_moment(entry.facts.get("due_at")))
        self._count(entry.at, Measure.PARTS)

    def _part_missed(self, entry: Happened) -> None:
        if entry.facts["clock"] == ClockKind.ANSWER and entry.facts["level"] == 1:
            self._promised.is_counted = True
            self._count(self._promised.last_moment(entry.at), Measure.PART_MISSED)

    def _part_answered(self, entry: Happened) -> None:
        if entry.facts["first"] and not self._promised.is_counted:
            kept = Measure.PART_KEPT if entry.facts["in_time"] else Measure.PART_MISSED
            self._count(self._promised.last_moment(entry.at), kept)

    def _routed(self, entry: Happened) -> None:
        facts = entry.facts
        soon = _soon(facts.get("held_days"))
        self._count(entry.at, Measure.ROUTED)
        self._count(entry.at, SENT + facts["agency"], soon)
        self._senders.append(Sender(self._here, self._promised, soon == LATE))
        self._move_to_agency(facts)
        self._hands.left()
        # What the new agency promises is owed afresh; what the first one missed stays missed.
        self._promised = Promised.by(_moment(facts.get("due_at")))
        self._days_before = facts.get("days_before") or 0
        self._contact_missed = False
        self._contact = ContactCounts()
        self._level = 1

    def _succeeded(self, entry: Happened) -> None:
        """Count what happens from here on at the successor; what was counted stays where it was."""
        self._received_here = False
        self._move_to_agency(entry.facts)

    def _reclassified(self, entry: Happened) -> None:
        self._move(category=entry.facts["category"], theme=entry.facts["theme"])
        self._trace_change()

    def _nature_set(self, entry: Happened) -> None:
        """Move all that was ever counted of it: it is no complaint any more, or is one again.

        That it was said to be something else stays counted where complaints are.
        """
        nature = entry.facts["nature"]
        counted = Counter(self._taken)
        counted.update(self._counts)
        moved = {c: n for c, n in counted.items() if c.measure != Measure.RECLASSIFIED}
        self._counts.subtract(moved)
        self._counts.update({cell._replace(nature=nature): n for cell, n in moved.items()})
        self._result = [cell._replace(nature=nature) for cell in self._result]
        self._first_answer, self._last_answer = (
            cell and cell._replace(nature=nature)
            for cell in (self._first_answer, self._last_answer)
        )
        self._senders = [
            replace(sender, place=replace(sender.place, nature=nature)) for sender in self._senders
        ]
        self._to_post = [cell._replace(nature=nature) for cell in self._to_post]
        self._contact.renamed(lambda cell: cell._replace(nature=nature))
        self._place = replace(self._here, nature=nature)
        self._trace_change()

    def _trace_change(self) -> None:
        """Leave a trace of a change of subject, urgency or nature, once a complaint.

        What the service opened by itself never was one.
        """
        if self._here.nature == OWN_MOTION:
            return
        is_complaint = self._here.nature == Nature.COMPLAINT
        self._trace(Measure.RECLASSIFIED, STAYED if is_complaint else LEFT)

    def _trace(self, measure: Measure, bucket: int = 0) -> None:
        """Count beside the receipt what the staff did to a complaint, as it is by now."""
        if self._received_here:
            self._count_traces(by=-1)
            self._traces[measure] = bucket
            self._count_traces()

    def _part_asked(self, entry: Happened) -> None:
        # Whoever complains may name other agencies while filing: nobody split it then.
        if entry.at != self._filed_at:
            self._trace(Measure.SPLIT, IN_PARTS)

    def _extended(self, entry: Happened) -> None:
        due_at = self._promised.last_due
        self._count_all(entry.at, measuring.of_extension(entry.facts, entry.at, due_at))
        day_after = date.fromisoformat(entry.facts["last_day"]) + timedelta(days=1)
        self._promised.put_off(datetime.combine(day_after, time(), self._here.zone))

    def _dated(self, entry: Happened) -> None:
        self._promised.date(_moment(entry.facts["due_at"]))

    def _paused(self, entry: Happened) -> None:
        self._promised.stand_still()

    def _date_missed(self, entry: Happened) -> None:
        clock = entry.facts["clock"]
        if clock == ClockKind.FIRST_PROMISE:
            self._first_promise(entry.at, Measure.FIRST_PROMISE_MISSED)
            self._charge_senders(entry.at)
        elif clock == ClockKind.FIRST_CONTACT:
            self._miss_contact(entry.at)
        elif self._is_reopened:
            self._second_missed(clock, entry.at)
        elif clock == ClockKind.ANSWER and entry.facts["level"] == 1:
            self._count_promise(entry.at)
            self._charge_senders(entry.at)

    def _second_missed(self, clock: str, at: datetime) -> None:
        if self._is_owed_again and clock in ANSWERING:
            self._is_owed_again = False
            self._count(at, Measure.SECOND_MISSED)

    def _count_promise(self, at: datetime, answered_at: datetime | None = None) -> None:
        """Count what the agency promised as kept or missed, in the month of its last day."""
        promised = self._promised
        promised.is_counted = True
        for measure in promised.measures(answered_at):
            self._count(promised.last_moment(at), measure)

    def _first_promise(self, at: datetime, measure: Measure) -> None:
        """Count a date promised at first with whoever promised it."""
        place = self._senders[0].place if self._senders else self._here
        self._counts[place.cell(at, measure)] += 1

    def _charge_senders(self, now: datetime, answered_at: datetime | None = None) -> None:
        """Count what late senders had promised among their answers due: it passed, or was kept."""
        for sender in self._senders:
            due = sender.promised.last_due
            if not sender.is_late or sender.promised.is_counted or due is None:
                continue
            is_kept = answered_at is not None and answered_at < due
            if is_kept or due <= now:
                sender.promised.is_counted = True
                measure = Measure.ANSWER_KEPT if is_kept else Measure.ANSWER_MISSED
                self._counts[sender.place.cell(due - INSTANT, measure)] += 1

    def _contacted(self, entry: Happened) -> None:
        """Count a contact; one that somebody says was made, its complainant may deny."""
        if self._hands.person is None:
            self._hands.taken_by(entry.who)
        if self._here.nature == OWN_MOTION:
            return
        is_claimed = entry.facts.get("contact") is not None
        if is_claimed:
            self._contact = ContactCounts(partial(self._here.cell, entry.at))
            self._count(entry.at, Measure.CONTACT_NOTED)
        measured = (
            *measuring.of_first_act(entry.facts),
            (Measure.CONTACTED, self._own_days(entry)),
        )
        cells = [self._here.cell(entry.at, *one) for one in measured]
        if entry.facts["in_time"] and not self._contact_missed:
            cells.append(self._here.cell(entry.at, Measure.CONTACT_KEPT))
        elif not self._contact_missed:
            self._miss_contact(entry.at)
        self._counts.update(cells)
        self._contact.counted(cells)
        if is_claimed:
            self._missed_when_claimed = self._contact_missed

    def _miss_contact(self, at: datetime) -> None:
        """Count the date of the first contact as missed: once, until it is owed afresh."""
        self._contact_missed = True
        self._count(at, Measure.CONTACT_MISSED)
        if self._contact.is_denied:
            self._contact.counted([self._here.cell(at, Measure.CONTACT_MISSED)])

    def _contact_judged(self, entry: Happened) -> None:
        reached, was_denied = entry.facts["reached"], self._contact.is_denied
        self._counts.update(self._contact.judge(reached=reached))
        if was_denied and reached:
            self._contact_missed = self._missed_when_claimed

    def _assigned(self, entry: Happened) -> None:
        self._hands.taken_by(entry.facts["to"])

    def _climbed(self, entry: Happened) -> None:
        self._hands.passed_on()
        self._reached(entry.facts["level"])

    def _reached(self, level: int) -> None:
        self._level = max(self._level, level)

    def _own_days(self, entry: Happened) -> int:
        """Return the working days since the agency has it: those of a sender are not its own."""
        return max(0, int(entry.facts["working_days"]) - self._days_before)

    def _answered(self, entry: Happened) -> None:
        self._is_answered = True
        self._count_all(entry.at, measuring.of_answer(entry.facts))
        self._count_way(entry)
        if not entry.facts["first"]:
            self._answered_again(entry)
            return
        acted_at = _moment(entry.facts.get("confirmed_at")) or entry.at
        self._reached(entry.facts["level"])
        if "first_promise_kept" in entry.facts:
            first_kept = entry.facts["first_promise_kept"]
            measure = Measure.FIRST_PROMISE_KEPT if first_kept else Measure.FIRST_PROMISE_MISSED
            self._first_promise(entry.at, measure)
        self._charge_senders(entry.at, acted_at)
        self._count_days(entry)
        self._count(entry.at, Measure.LEVEL, self._level)
        if "hints" in entry.facts:
            # Answers from before texts were looked at say nothing of it.
            self._count(entry.at, Measure.HINTS, min(entry.facts["hints"], MOST_HINTS))
        if "substance" in entry.facts:
            is_hollow = entry.facts["substance"] < FEWEST_WORDS
            self._count(entry.at, Measure.SUBSTANCE, HOLLOW if is_hollow else WORDED)
        if not self._promised.is_counted:
            self._count_promise(entry.at, acted_at if entry.facts["in_time"] else None)

    def _count_days(self, entry: Happened) -> None:
        own, whole = self._own_days(entry), entry.facts["working_days"]
        self._first_answer = self._here.cell(entry.at, Measure.ANSWERED, own)
        self._counts[self._first_answer] += 1
        if own != whole:
            self._count(entry.at, Measure.HELD, own)
            self._count(entry.at, Measure.WAITED, whole)

    def _answered_again(self, entry: Happened) -> None:
        """Count the last answer beside the first, in its month; a later one takes its place."""
        if self._is_owed_again:
            self._is_owed_again = False
            kept = Measure.SECOND_KEPT if entry.facts["in_time"] else Measure.SECOND_MISSED
            self._count(entry.at, kept)
        first, days = self._first_answer, self._own_days(entry)
        if first is None:
            return
        if self._last_answer is None:
            self._counts[first._replace(measure=Measure.ANSWERED_ONCE)] += 1
        else:
            self._counts[self._last_answer] -= 1
        self._last_answer = first._replace(measure=Measure.ANSWERED_LAST, bucket=days)
        self._counts[self._last_answer] += 1

    def _count_way(self, entry: Happened) -> None:
        """Count whether an answer left as was asked for; on paper, not before it is posted."""
        as_asked = measuring.is_as_asked(entry.facts)
        if as_asked is None:
            return
        self._count(entry.at, Measure.AS_ASKED, YES if as_asked else NO)
        is_on_paper = entry.facts["reply_by"] == ReplyBy.POST
        self._to_post = [self._here.cell(entry.at, Measure.AS_ASKED)] if is_on_paper else []

    def _posted(self, entry: Happened) -> None:
        if entry.facts["letter"] != ANSWER_LETTER:
            return
        for cell in self._to_post:
            self._counts[cell] -= 1
            self._counts[cell._replace(bucket=YES)] += 1
        self._to_post = []

    def _adapted(self, entry: Happened) -> None:
        self._count_all(entry.at, measuring.of_adaptation(entry.facts))

    def _closed(self, entry: Happened) -> None:
        measures = [(f"{FINDING}{entry.facts['finding']}", 0)]
        measures += [(Measure.CORRECTED, 0)] if entry.facts["measures"] else []
        measures += [(Measure.SETTLED, 0)] if entry.facts.get("at_first_contact") else []
        measures += measuring.of_closing(entry.facts, self._hands)
        measures += [] if self._is_answered else [(Measure.UNANSWERED, 0)]
        if not self._is_answered and not self._promised.is_counted:
            self._count_promise(entry.at)
        # Closed again, it keeps the place of its first closing.
        [place, *_] = self._result or [self._here.cell(entry.at, "")]
        self._counts.subtract(self._result)
        self._result = [place._replace(measure=what, bucket=bucket) for what, bucket in measures]
        self._counts.update(self._result)

    def _reopened(self, entry: Happened) -> None:
        self._asked_again(entry)
        self._count(entry.at, Measure.REOPENED)

    def _asked_again(self, _entry: Happened) -> None:
        """Note that another answer is owed, when it was taken up again or is looked at again."""
        self._is_reopened = self._is_owed_again = True

    def _withdrawal_asked(self, entry: Happened) -> None:
        is_noted = entry.facts.get("asked") is not None
        self._withdrawing = {Measure.WITHDRAWN_BY_STAFF} if is_noted else set()

    def _withdrawal_suggested(self, entry: Happened) -> None:
        if entry.facts["by"] == "agency":
            self._withdrawing = {*self._withdrawing, Measure.WITHDRAWN_SUGGESTED}

    def _withdrawal_fallen(self, entry: Happened) -> None:
        self._withdrawing = set()
        if entry.facts["why"] == "taken_back":
            self._count(entry.at, Measure.WITHDRAWAL_KEPT)

    @property
    def _is_late(self) -> bool:
        """Tell whether the promise was counted as missed: without an answer it is never kept."""
        return self._promised.is_counted and not self._is_answered

    def _withdrawn(self, entry: Happened) -> None:
        """Count it apart; what was missed before stays missed, and is told here as well."""
        late = {Measure.WITHDRAWN_LATE} if self._is_late else set()
        for measure in (Measure.WITHDRAWN, *sorted(self._withdrawing | late)):
            self._count(entry.at, measure)
        self._withdrawing = set()

    @property
    def _here(self) -> Place:
        assert self._place is not None, "a history begins with the filing"
        return self._place

    def _move_to_agency(self, facts: Mapping[str, Any]) -> None:
        self._move(
            agency=facts["agency"],
            theme=facts["theme"],
            category=facts["category"],
            zone=self._zones(facts["release"]),
        )

    def _move(self, **changes: Any) -> None:
        if self._received_here:
            self._count_receipt(by=-1)
        if "agency" in changes:
            # What one agency did to it says nothing of another.
            self._traces = {}
        self._place = replace(self._here, **changes)
        if self._received_here:
            self._count_receipt()

    def _count_receipt(self, by: int = 1) -> None:
        assert self._received_at is not None
        self._count(self._received_at, Measure.RECEIVED, by=by)
        if self._referral is not None:
            measure = self._referral.measure_at(self._here.agency)
            self._count(self._received_at, measure, self._referral.way, by)
        self._count_traces(by)
        for what, bucket in measuring.of_receipt(self._filed_with, self._here.agency):
            self._count(self._received_at, what, bucket, by)

    def _count_all(self, moment: datetime, measured: Iterable[Measured]) -> None:
        for measure, bucket in measured:
            self._count(moment, measure, bucket)

    def _count_traces(self, by: int = 1) -> None:
        assert self._received_at is not None
        for measure, bucket in self._traces.items():
            cell = self._here.cell(self._received_at, measure, bucket)
            pinned = measure is Measure.RECLASSIFIED
            self._counts[cell._replace(nature=Nature.COMPLAINT.value) if pinned else cell] += by

    def _count(self, moment: datetime, measure: str, bucket: int = 0, by: int = 1) -> None:
        self._counts[self._here.cell(moment, measure, bucket)] += by


_Reader = Callable[[Tally, Happened], None]
_OF_BOTH: dict[str, _Reader] = {
    EntryKind.SUCCEEDED: Tally._succeeded,
    EntryKind.RECLASSIFIED: Tally._reclassified,
    EntryKind.EXTENDED: Tally._extended,
    EntryKind.FILE_COMPLETED: Tally._dated,
    EntryKind.PAUSED: Tally._paused,
    EntryKind.RESUMED: Tally._dated,
}
_READERS: dict[str, _Reader] = _OF_BOTH | {
    EntryKind.FILED: Tally._filed,
    EntryKind.PART_RECEIVED: Tally._part_received,
    EntryKind.ROUTED: Tally._routed,
    EntryKind.DATE_MISSED: Tally._date_missed,
    EntryKind.TAKEN_IN_CHARGE: Tally._contacted,
    EntryKind.CONTACT_MADE: Tally._contacted,
    EntryKind.CONTACT_JUDGED: Tally._contact_judged,
    EntryKind.ASSIGNED: Tally._assigned,
    EntryKind.LETTER_POSTED: Tally._posted,
    EntryKind.ACCOMMODATION_ANSWERED: Tally._adapted,
    EntryKind.ESCALATED: Tally._climbed,
    EntryKind.PASSED_TO_TOP: Tally._climbed,
    EntryKind.ANSWERED: Tally._answered,
    EntryKind.CLOSED: Tally._closed,
    EntryKind.REOPENED: Tally._reopened,
    EntryKind.REVIEW_ASKED: Tally._asked_again,
    EntryKind.NATURE_SET: Tally._nature_set,
    EntryKind.URGENCY_DECLINED: lambda tally, _entry: tally._trace_change(),
    EntryKind.PART_ASKED: Tally._part_asked,
    EntryKind.WITHDRAWAL_ASKED: Tally._withdrawal_asked,
    EntryKind.WITHDRAWAL_SUGGESTED: Tally._withdrawal_suggested,
    EntryKind.WITHDRAWAL_FALLEN: Tally._withdrawal_fallen,
    EntryKind.WITHDRAWN: Tally._withdrawn,
}
_OF_PARTS: dict[str, _Reader] = _OF_BOTH | {
    EntryKind.DATE_MISSED: Tally._part_missed,
    EntryKind.ANSWERED: Tally._part_answered,
}
COUNTED_KINDS = frozenset(_READERS)


def _moment(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None


def _soon(held_days: int | None) -> int:
    if held_days is None:
        return UNTOLD
    return PROMPT if held_days <= SENT_WITHIN else LATE
