"""How counts become indicators: the figures of one group of complaints, always with their n."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from portal.domain.conclusion import Finding
from portal.domain.figures.buckets import LATE, PROMPT, SENT
from portal.domain.figures.measures import FINDING, REFERRED, YES, Measure
from portal.domain.figures.shares import Distribution, Share

TWO_DAYS = 2
"""The 48 hours within which a person is to be reached, in working days."""


class Figures:
    """Counts of one group of complaints, read as indicators."""

    def __init__(self, tallies: Iterable[tuple[str, int, int]] = ()) -> None:
        self._counts: dict[str, Counter[int]] = {}
        # Not by `setdefault`: of the many thousands of rows of a page each would make a counter.
        for measure, bucket, n in tallies:
            if measure not in self._counts:
                self._counts[measure] = Counter()
            self._counts[measure][bucket] += n
        self._sums: dict[str, int] = {}

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
        # Every line of a page asks for the same ones.
        if measure not in self._sums:
            self._sums[measure] = sum(self.buckets(measure).values())
        return self._sums[measure]

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
