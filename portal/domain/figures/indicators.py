"""What is measured, and how counts become indicators: never a mean alone, always with its n."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from portal.domain.conclusion import Finding
from portal.domain.figures.buckets import LATE, PROMPT, SENT

FINDING = "finding_"
"""A closing is counted under this and the code of its finding."""

REFERRED = "referred_"
"""A complaint to which staff led is counted under this and the code of their unit."""

ELSEWHERE = ""
"""In the place of a unit: the staff who led here are those of another agency."""

TWO_DAYS = 2
"""The 48 hours within which a person is to be reached, in working days."""

NO, YES = 0, 1
"""The buckets of what either is so or is not."""

BY_WORD, BY_LEAFLET = 0, 1
"""How staff led to a complaint: they sent the person, or handed them the leaflet."""


class Measure(StrEnum):
    """What the history of complaints is counted for."""

    RECEIVED = "received"
    ANSWERED = "answered"
    """First answers; the bucket is the working days they took."""
    ANSWER_KEPT = "answer_due_kept"
    ANSWER_MISSED = "answer_due_missed"
    FIRST_PROMISE_KEPT = "first_promise_kept"
    FIRST_PROMISE_MISSED = "first_promise_missed"
    """What was promised before a complaint went to another agency, counted where it is by then."""
    CONTACTED = "contacted"
    """First contacts; the bucket is the working days they took."""
    CONTACT_NOTED = "contact_noted"
    """Contacts that the staff say they made; whoever complains is asked about each."""
    CONTACT_CONFIRMED = "contact_confirmed"
    CONTACT_DENIED = "contact_denied"
    CONTACT_KEPT = "contact_due_kept"
    CONTACT_MISSED = "contact_due_missed"
    LEVEL = "level"
    """Answered complaints; the bucket is the highest level they reached."""
    CORRECTED = "corrected"
    """Closings with a corrective measure."""
    SETTLED = "settled"
    """Closings by which a complaint was settled at first contact."""
    HINTS = "hints"
    """First answers; the bucket is how many hints on plain language they left with."""
    WITHDRAWN = "withdrawn"
    """Complaints whose withdrawal bound."""
    WITHDRAWN_SUGGESTED = "withdrawn_suggested"
    """Those of which their complainant says that the agency suggested it."""
    WITHDRAWN_BY_STAFF = "withdrawn_by_staff"
    """Those that somebody of the staff noted, as they were asked."""
    WITHDRAWN_LATE = "withdrawn_late"
    """Those whose answer was late by then."""
    WITHDRAWAL_KEPT = "withdrawal_kept"
    """Withdrawals that were taken back in time."""
    ROUTED = "routed"
    """Complaints handed on by the agency that first received them."""
    PARTS = "parts"
    """Parts of others’ complaints that an agency was asked to answer; no complaint of its own."""
    PART_KEPT = "part_due_kept"
    PART_MISSED = "part_due_missed"
    REOPENED = "reopened"
    """Closed complaints that were taken up again."""
    PUT_OFF = "due_put_off"
    """Answers due whose day an extension had moved."""
    STOOD_STILL = "due_stood_still"
    """Answers due whose time had stood still for a while."""
    KEPT_LATER = "kept_by_later_day"
    """Answers in time that came after the day promised before any extension or pause."""
    HELD = "answered_held"
    """First answers to what came from another agency; the bucket is the days since it came."""
    WAITED = "answered_waited"
    """The same answers; the bucket is the working days since the complaint was received."""
    ANSWERED_ONCE = "answered_once"
    """Complaints answered more than once; the bucket is the days that the first answer took."""
    ANSWERED_LAST = "answered_last"
    """The same complaints; the bucket is the working days until their last answer."""
    SECOND_KEPT = "second_due_kept"
    SECOND_MISSED = "second_due_missed"
    """What was promised anew when a complaint was taken up again, or its answer looked at again."""
    SUBSTANCE = "substance"
    """First answers; the bucket is whether they have words of their own."""
    SPLIT = "split"
    """Complaints received; the bucket is how they were split."""
    UNANSWERED = "closed_unanswered"
    """Closings without any answer."""
    RECLASSIFIED = "reclassified"
    """Complaints whose subject, urgency or nature the staff changed; are they complaints still?"""
    WRITTEN_LATE = "written_late"
    """Complaints received that were written down more than a day after they came."""
    ACKNOWLEDGED_LATE = "acknowledged_late"
    """Complaints received whose number was given after the day promised for it."""
    FOUND_FIRST = "found_first"
    """Complaints for which the finder was asked; YES where it first named who has it by now."""
    RECURRED = "recurred"
    """Complaints of somebody who complained of the same within a year."""
    FIRST_ACT = "first_act"
    """First acts of a person; the bucket is the working hours they took."""
    HAND_OFFS = "hand_offs"
    """Closings; the bucket is how often somebody else became responsible."""
    SAME_PERSON = "same_person"
    """Closings; YES where who was named first was named until the end."""
    CONCLUDED = "concluded"
    """Issues of closed complaints; YES where one has its finding."""
    RECOURSE_NAMED = "recourse_named"
    """Answers; YES where other recourses stand under them."""
    IN_LANGUAGE = "in_language"
    """Answers whose language was looked at; YES where it is the one that was asked for."""
    AS_ASKED = "as_asked"
    """Answers whose way was asked for; YES where they left that way."""
    OWN_WORDS = "own_words"
    """First answers; the bucket is how much of them stands in no model, in percent."""
    EXTENDED = "extended"
    """Extensions; YES where the reason was told before the date that it moved."""
    ADAPTED = "adapted"
    """Adaptations that were decided; YES where they were granted."""


@dataclass(frozen=True, slots=True)
class Distribution:
    """How many complaints took so many working days, or had so many of anything."""

    counts: Mapping[int, int] = field(default_factory=dict)

    @property
    def n(self) -> int:
        """How many complaints are counted."""
        return sum(self.counts.values())

    @property
    def median(self) -> int | None:
        """What half of the complaints stay within."""
        return self.percentile(50)

    @property
    def ninth_decile(self) -> int | None:
        """What nine complaints in ten stay within."""
        return self.percentile(90)

    def percentile(self, percent: int) -> int | None:
        """Return the nearest-rank percentile: a value that occurs, never one in between.

        It is the smallest value that at least `percent` in a hundred do not exceed; None without
        any complaint.
        """
        # Ceiling division, in whole numbers: a float would put some ranks one too high.
        rank = max(1, -(-self.n * percent // 100))
        reached = 0
        for value in sorted(self.counts):
            reached += self.counts[value]
            if reached >= rank:
                return value
        return None


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole that is always told with it."""

    part: int
    n: int

    @property
    def value(self) -> float | None:
        """The share between 0 and 1; None of nothing."""
        return self.part / self.n if self.n else None

    @property
    def percent(self) -> int | None:
        """The share in whole percent, a half rounded up; None of nothing.

        Nothing but none is 0, and nothing but all is 100.
        """
        if not self.n:
            return None
        rounded = (200 * self.part + self.n) // (2 * self.n)
        return min(max(rounded, 1), 99) if 0 < self.part < self.n else rounded


class Figures:
    """Counts of one group of complaints, read as indicators."""

    def __init__(self, tallies: Iterable[tuple[str, int, int]] = ()) -> None:
        self._counts: dict[str, Counter[int]] = {}
        for measure, bucket, n in tallies:
            self._counts.setdefault(measure, Counter())[bucket] += n

    @classmethod
    def of_all(cls, tallies: Iterable[tuple[str, int, int]]) -> Figures:
        """Return what several agencies count together.

        What one of them handed on took as long as its person waited, whichever of them had it.
        """
        figures = cls(tallies)
        figures._counts[Measure.ANSWERED] = Counter(figures.days_waited.counts)
        return figures

    def buckets(self, measure: str) -> Mapping[int, int]:
        """Return how many complaints of a measure fell into each bucket."""
        return self._counts.get(measure, Counter())

    def count(self, measure: str) -> int:
        """Return how many complaints a measure has."""
        return sum(self.buckets(measure).values())

    @property
    def days(self) -> Distribution:
        """The working days that first answers took."""
        return Distribution(self.buckets(Measure.ANSWERED))

    @property
    def days_waited(self) -> Distribution:
        """The working days that people waited for first answers, whichever agencies had them."""
        return self._instead(Measure.HELD, Measure.WAITED)

    @property
    def days_to_last(self) -> Distribution:
        """The working days until the last answer, where there were several."""
        return self._instead(Measure.ANSWERED_ONCE, Measure.ANSWERED_LAST)

    @property
    def kept_at_first(self) -> Share:
        """The share of answers due that came by the day promised before anything moved it."""
        kept = self.kept
        return Share(kept.part - self.count(Measure.KEPT_LATER), kept.n)

    @property
    def second_kept(self) -> Share:
        """The share of the answers promised anew that came in time."""
        return self._share(Measure.SECOND_KEPT, Measure.SECOND_MISSED)

    @property
    def sent(self) -> dict[str, Mapping[int, int]]:
        """How many complaints were handed on to each agency, by how soon."""
        return {
            measure.removeprefix(SENT): soon
            for measure, soon in self._counts.items()
            if measure.startswith(SENT)
        }

    @property
    def sent_promptly(self) -> Share:
        """The share of complaints handed on within `SENT_WITHIN` days, where that is told."""
        return Share(self._sent(PROMPT), self._sent(PROMPT) + self._sent(LATE))

    def _sent(self, soon: int) -> int:
        return sum(buckets.get(soon, 0) for buckets in self.sent.values())

    def _instead(self, before: Measure, after: Measure) -> Distribution:
        """Return the days of first answers, with those of one measure in place of another's."""
        days = Counter(self.buckets(Measure.ANSWERED))
        days.subtract(self.buckets(before))
        days.update(self.buckets(after))
        return Distribution({bucket: n for bucket, n in days.items() if n > 0})

    @property
    def kept(self) -> Share:
        """The share of the answers due that came in time."""
        return self._share(Measure.ANSWER_KEPT, Measure.ANSWER_MISSED)

    @property
    def first_promise_kept(self) -> Share:
        """The share of complaints handed on that were answered by the date promised at first."""
        return self._share(Measure.FIRST_PROMISE_KEPT, Measure.FIRST_PROMISE_MISSED)

    @property
    def parts_kept(self) -> Share:
        """The share of the parts due that an agency answered in time."""
        return self._share(Measure.PART_KEPT, Measure.PART_MISSED)

    @property
    def contact_kept(self) -> Share:
        """The share of the first contacts due that came in time."""
        return self._share(Measure.CONTACT_KEPT, Measure.CONTACT_MISSED)

    @property
    def contact_confirmed(self) -> Share:
        """The share of the contacts noted that whoever complains confirmed."""
        return Share(self.count(Measure.CONTACT_CONFIRMED), self.count(Measure.CONTACT_NOTED))

    @property
    def contact_denied(self) -> Share:
        """The share of the contacts noted of which they say that there was none."""
        return Share(self.count(Measure.CONTACT_DENIED), self.count(Measure.CONTACT_NOTED))

    @property
    def contact_unconfirmed(self) -> Share:
        """The share of the contacts noted of which they said nothing."""
        noted = self.count(Measure.CONTACT_NOTED)
        said = self.count(Measure.CONTACT_CONFIRMED) + self.count(Measure.CONTACT_DENIED)
        return Share(noted - said, noted)

    @property
    def findings(self) -> dict[Finding, int]:
        """How many closings had each finding."""
        return {finding: self.count(f"{FINDING}{finding.value}") for finding in Finding}

    @property
    def referrals(self) -> dict[str, Mapping[int, int]]:
        """How many complaints the staff of each unit led to, by the way in which they did."""
        return {
            measure.removeprefix(REFERRED): ways
            for measure, ways in self._counts.items()
            if measure.startswith(REFERRED)
        }

    @property
    def referred(self) -> Share:
        """The share of the complaints received to which staff led."""
        led = sum(sum(ways.values()) for ways in self.referrals.values())
        return Share(led, self.count(Measure.RECEIVED))

    @property
    def corrected(self) -> Share:
        """The share of closings with a corrective measure."""
        return Share(self.count(Measure.CORRECTED), sum(self.findings.values()))

    @property
    def settled(self) -> Share:
        """The share of closings that settled the complaint at first contact."""
        return Share(self.count(Measure.SETTLED), sum(self.findings.values()))

    @property
    def hints(self) -> Distribution:
        """How many hints on plain language first answers left with."""
        return Distribution(self.buckets(Measure.HINTS))

    @property
    def plain(self) -> Share:
        """The share of first answers that left without any such hint, of those looked at."""
        counts = self.buckets(Measure.HINTS)
        return Share(counts.get(0, 0), sum(counts.values()))

    @property
    def reopened(self) -> Share:
        """How often closed complaints were taken up again, among those that were closed."""
        return Share(self.count(Measure.REOPENED), sum(self.findings.values()))

    @property
    def closed(self) -> int:
        """How many complaints were closed."""
        return sum(self.findings.values())

    @property
    def acknowledged(self) -> Share:
        """How many of the complaints received had their number in time."""
        received = self.count(Measure.RECEIVED)
        return Share(received - self.count(Measure.ACKNOWLEDGED_LATE), received)

    @property
    def contact_in_two_days(self) -> Share:
        """How many of the first contacts due were made within two working days."""
        soon = sum(n for days, n in self.buckets(Measure.CONTACTED).items() if days <= TWO_DAYS)
        due = self.contact_kept.n
        return Share(min(soon, due), due)

    @property
    def recurring(self) -> Share:
        """How often somebody complained of the same again, beside what was closed meanwhile."""
        return Share(min(self.count(Measure.RECURRED), self.closed), self.closed)

    def distribution(self, measure: Measure) -> Distribution:
        """Return how much of something complaints had: what the buckets of a measure are."""
        return Distribution(self.buckets(measure))

    def yes(self, measure: Measure) -> Share:
        """Return how often something is so, of a measure whose buckets are NO and YES."""
        return Share(self.buckets(measure).get(YES, 0), self.count(measure))

    def _share(self, kept: Measure, missed: Measure) -> Share:
        return Share(self.count(kept), self.count(kept) + self.count(missed))
