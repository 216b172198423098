"""Where a complaint stands, for whoever filed it: what the track and the side column show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from portal.agencies.agency import Agency
from portal.agencies.registry import Registry
from portal.complaints.queries.followed import Followed, PromisedDay
from portal.complaints.queries.following import followed_complaint
from portal.domain.actor import complainant
from portal.domain.complaint import Status
from portal.domain.handling.escalation import EscalationStep, Path, step_at
from portal.domain.handling.lifecycle import Action
from portal.domain.handling.notices import Recourse
from portal.domain.time.calendar import WorkingCalendar
from portal.domain.time.clock import ANSWERING, ClockKind, days_counted, days_left, is_overdue
from portal.domain.time.promise import Unit
from portal.pages.current import current_language, gettext, runtime
from portal.pages.features import Contribution, added
from portal.pages.rewording import reword_for
from portal.words.catalogue import to_translate
from portal.words.dates import after_file_words, promise_words, short_day_words
from portal.words.statuses import STATUS_WORDS

TITLES: dict[Status, str] = {
    Status.RECEIVED: to_translate("Votre plainte est reçue"),
    Status.TAKEN_IN_CHARGE: to_translate("Votre plainte est prise en charge"),
    Status.UNDER_REVIEW: to_translate("Votre plainte est à l’étude"),
    Status.WAITING: to_translate("Nous attendons une précision de votre part"),
    Status.ANSWERED: to_translate("Une réponse vous a été donnée"),
    Status.CLOSED: to_translate("Votre plainte est fermée"),
    Status.TRANSFERRED: to_translate("Votre plainte est transférée"),
    Status.WITHDRAWN: to_translate("Votre plainte est retirée"),
}
_CURRENT_STEP: dict[Status, int] = {
    Status.RECEIVED: 1,
    Status.TAKEN_IN_CHARGE: 2,
    Status.UNDER_REVIEW: 3,
    Status.WAITING: 3,
    Status.ANSWERED: 4,
    Status.CLOSED: 5,
}
_A_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Undisputed(Contribution):
    """What is over with nothing in it to disagree with, as far as a feature knows: it `applies`.

    No review, no other recourse and no file for one are offered with it.
    """

    applies: Callable[[CaseSummary], bool]


@dataclass(frozen=True)
class CaseSummary:
    """A complaint seen at one moment, beside what its agency says of it."""

    complaint: Followed
    agency: Agency
    calendar: WorkingCalendar
    path: Path
    recourses: tuple[Recourse, ...]
    now: datetime

    @property
    def status(self) -> Status:
        """Where the complaint is in its life."""
        return self.complaint.facts.status

    @property
    def title(self) -> str:
        """The state, as the page's title says it."""
        if self.is_contact_denied and self.status is Status.TAKEN_IN_CHARGE:
            return gettext("Quelqu’un doit communiquer avec vous")
        return gettext(TITLES[self.status])

    @property
    def is_contact_denied(self) -> bool:
        """Tell whether it was taken on, and its person says that nobody was in touch."""
        is_taken_on = self.status.is_open and self.status is not Status.RECEIVED
        return is_taken_on and self.complaint.taken_in_charge_at is None

    @property
    def state(self) -> str:
        """The state in a word or two."""
        return gettext(STATUS_WORDS[self.status])

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the agency."""
        return self.calendar.zone

    @property
    def is_owed_an_answer(self) -> bool:
        """Tell whether an answer is still to come."""
        return self.status.is_unanswered

    @property
    def promised(self) -> PromisedDay | None:
        """The date by which an answer is promised now, if it is still ahead."""
        day = self.complaint.day(*ANSWERING)
        return day if self.is_owed_an_answer and day is not None and day.pending else None

    @property
    def first_promise(self) -> PromisedDay | None:
        """The date promised when the complaint was sent, if another agency has it by now."""
        day = self.complaint.day(ClockKind.FIRST_PROMISE)
        return day if self.is_owed_an_answer and day is not None and day.last_day else None

    @property
    def day_when_sent(self) -> date | None:
        """The day of that promise as it was made, whatever put it off since."""
        day = self.first_promise
        return None if day is None else day.day_when_sent or day.last_day

    @property
    def is_first_promise_put_off(self) -> bool:
        """Tell whether that promise counts until another day than it was made for."""
        day = self.first_promise
        return day is not None and day.last_day != self.day_when_sent

    @property
    def is_first_promise_missed(self) -> bool:
        """Tell whether that date passed, and the agency's own did not."""
        day = self.first_promise
        return day is not None and not day.pending and not self.is_late

    @property
    def comes_before_first_promise(self) -> bool:
        """Tell whether the agency's own date comes first, or on the same day: then it counts."""
        own = self.promised
        if self.day_when_sent is None or own is None or own.last_day is None:
            return False
        return own.last_day <= self.day_when_sent

    @property
    def stopped_since(self) -> datetime | None:
        """Since when the time for the answer stands still, if it does."""
        return self.promised.stopped_since if self.promised is not None else None

    @property
    def is_undisputed(self) -> bool:
        """Tell whether it is over with nothing in it to disagree with."""
        return any(one.applies(self) for one in added(Undisputed))

    @property
    def is_late(self) -> bool:
        """Tell whether a promised date passed without the answer."""
        return self.is_owed_an_answer and self.complaint.late_since is not None

    @property
    def missed_day(self) -> date | None:
        """The last day on which the answer would have been in time."""
        late_since = self.complaint.late_since
        return late_since and (late_since - _A_MOMENT).astimezone(self.zone).date()

    @property
    def days_left(self) -> int | None:
        """How many days are left to the promised one, working days where those are counted."""
        day = self.promised
        if day is None or day.last_day is None:
            return None
        unit, started_at = day.allowance.unit, day.started_at
        return days_left(self.now, day.last_day, self.calendar, unit, started_at)

    @property
    def unit(self) -> Unit:
        """What `days_left` counts."""
        day = self.promised
        return Unit.WORKING_DAYS if day is None else days_counted(day.allowance.unit)

    @property
    def holder(self) -> EscalationStep:
        """The level that is responsible now."""
        return step_at(self.path, self.complaint.facts.level)

    @property
    def level_above(self) -> EscalationStep | None:
        """The level that is told if the promised date passes, or None at the top."""
        level = self.complaint.facts.level
        return self.path[level] if level < len(self.path) else None

    @property
    def is_top_further(self) -> bool:
        """Tell whether silence or a review may take it past `level_above`, if nobody acts there."""
        return self.complaint.facts.level + 1 < len(self.path)

    @property
    def reopening_day(self) -> PromisedDay | None:
        """Until when the closed complaint may be taken up again, even if that is past."""
        return self.complaint.day(ClockKind.REOPENING) if self.status is Status.CLOSED else None

    @property
    def closing_day(self) -> PromisedDay | None:
        """Until when the complaint is closed now that it is answered, even if that is past."""
        return self.complaint.day(ClockKind.CLOSING) if self.status is Status.ANSWERED else None

    @property
    def may_be_reopened(self) -> bool:
        """Tell whether the complainant may still ask that it be taken up again."""
        day = self.reopening_day
        return day is not None and day.pending and not is_overdue(day.due_at, self.now)

    @property
    def ways_to_ask_again(self) -> tuple[Action, ...]:
        """What the complainant may ask for now that there is an answer: nothing before it."""
        if self.is_undisputed:
            return ()
        may_be_reviewed = self.status is Status.ANSWERED or self.may_be_reopened
        return (
            *((Action.REOPEN,) if self.may_be_reopened else ()),
            *((Action.ASK_REVIEW,) if may_be_reviewed and self.level_above else ()),
        )

    @property
    def track(self) -> list[tuple[str, str]]:
        """The four steps, each with its date or what is expected."""
        return [
            (gettext("Reçue"), self._on(self.complaint.facts.received_at)),
            (gettext("Prise en charge"), self._taken_in_charge()),
            (gettext("À l’étude"), gettext("Étape en cours") if self.current_step == 3 else ""),
            (gettext("Réponse"), self._answered()),
        ]

    @property
    def current_step(self) -> int:
        """Which of the four steps is under way; none for a complaint that left the way."""
        step = _CURRENT_STEP.get(self.status, 0)
        return 1 if step == 2 and self.is_contact_denied else step

    def _taken_in_charge(self) -> str:
        if self.complaint.taken_in_charge_at is not None:
            return self._on(self.complaint.taken_in_charge_at)
        return (
            self._by(self.complaint.day(ClockKind.FIRST_CONTACT)) if self.current_step == 1 else ""
        )

    def _answered(self) -> str:
        if self.complaint.answered_at is not None and not self.is_owed_an_answer:
            return self._on(self.complaint.answered_at)
        if self.promised is not None and self.promised.waits_for_file:
            return after_file_words(self.promised.allowance, current_language())
        if self.stopped_since is not None:
            return gettext("Délai suspendu")
        return self._by(self.promised)

    def _on(self, moment: datetime) -> str:
        return short_day_words(moment.astimezone(self.zone).date(), current_language())

    def _by(self, day: PromisedDay | None) -> str:
        if day is None or day.last_day is None:
            return ""
        return promise_words(day.last_day, None, current_language())


def opened_summary(number: str, complaint_id: int) -> CaseSummary:
    """Return where a complaint stands now that its complainant has opened it."""
    portal = runtime()
    complaint = portal.read(
        complainant(complaint_id), followed_complaint, portal.features.followed_reads, number
    )
    summary = summary_of(complaint, portal.agencies, portal.now())
    reword_for(summary)
    return summary


def summary_of(complaint: Followed, agencies: Registry, now: datetime) -> CaseSummary:
    """Ask the agency what goes with this complaint now; its levels are those it came under."""
    agency = agencies.agency(complaint.facts.agency)
    received_under = agencies.under(agency.code, complaint.release_id)
    asked = agency.consult()
    rules = asked if received_under is agency else received_under.consult()
    told = (
        asked.recourses(complaint.facts, now)
        if rules is asked
        else asked.recourses_kept(complaint.facts, now, received_under.release_id)
    )
    return CaseSummary(
        complaint,
        agency,
        asked.calendar(complaint.category),
        rules.escalation_path(complaint.facts),
        told,
        now,
    )
