"""What changed settings would do with a complaint received now: its dates, recourses and letters.

Nobody filed it: its number is invented.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from msgspec import Struct

from portal.agencies.agency import Agency
from portal.agencies.names_in_letters import names_for
from portal.agencies.settings.schema import listed_for
from portal.agencies.settings.shared import PortalSettings
from portal.complaints.planning import FilingPlan, facts_before, plan_filing
from portal.config import Config
from portal.domain.complaint import Complaint, Draft, Status
from portal.domain.errors import TooFewWorkingDaysError
from portal.domain.handling.escalation import EscalationStep
from portal.domain.handling.notices import Recourse
from portal.domain.letter import LetterUse
from portal.domain.number import complaint_number
from portal.domain.text import Language, Text
from portal.domain.time.calendar import WorkingCalendar
from portal.domain.time.clock import ClockKind, count
from portal.domain.time.due_date import DueDate
from portal.domain.time.pausing import pause, resume
from portal.domain.time.promise import Confidence, PauseReason, Stage
from portal.words.letters.about_dates import Extended, Late, PassedUp, RecourseOpened
from portal.words.letters.letter import Letter
from portal.words.letters.models import ModelFacts, model_words
from portal.words.letters.to_citizens import (
    Acknowledgement,
    AnswerReady,
    ComplaintClosed,
    ComplaintWithdrawn,
    Question,
    Routed,
    TakenInCharge,
)
from portal.words.letters.writing import OWN, WordedLetter


class MovedDay(Struct, frozen=True):
    """The day by which a complaint received now would be answered, where a change moves it.

    `before` is None for categories that are new.
    """

    before: date | None
    after: date | None
    categories: tuple[Text, ...]


def moved_days(before: Agency | None, after: Agency, now: datetime) -> list[MovedDay]:
    """Return every day that a change moves, with the categories offered for which it does.

    `before` is None for an agency that is new, with everything in it.
    """
    moved: dict[tuple[date | None, date | None], list[Text]] = {}
    for category in after.consult().categories():
        old = answer_day(before, category.code, now) if before else None
        new = answer_day(after, category.code, now)
        if old != new:
            moved.setdefault((old, new), []).append(category.name)
    return [MovedDay(*days, tuple(names)) for days, names in moved.items()]


class LevelDay(Struct, frozen=True):
    """A level, and the last day that it has for a complaint nobody answers."""

    step: EscalationStep
    until: date | None


def days_up(agency: Agency, category: str, now: datetime) -> list[LevelDay]:
    """Return how a complaint received now would climb if nobody ever answered."""
    plan = _planned(agency, category, now)
    due = plan.clock(ClockKind.ANSWER).due
    if plan.file_due is not None and plan.file_due.due_at is not None:
        due = count(plan.file_due.due_at, due.allowance, plan.calendar)
    days = [LevelDay(plan.path[0], due.last_day)]
    for step in plan.path[1:]:
        if step.within is not None and due.due_at is not None:
            due = count(due.due_at, step.within, plan.calendar)
        days.append(LevelDay(step, due.last_day))
    return days


class PausedAnswer(Struct, frozen=True):
    """An answer's time that stops as soon as it starts, and that nobody lets go on.

    It was promised by one day, stands still until another at most, and ends on a third one.
    """

    reason: PauseReason
    promised: date
    until: date
    answer: date

    @property
    def is_sample(self) -> bool:
        """Tell whether citizens read that the longest pause is a sample."""
        return self.reason.confidence is Confidence.ASSUMED


def answer_paused(agency: Agency, code: str, now: datetime) -> PausedAnswer | None:
    """Return what the reason with this code does to a complaint received now that it fits.

    None where it fits no category that is offered, or only such as wait for the complete file.
    """
    for category in agency.consult().categories():
        plan = _planned(agency, category.code, now)
        answer = plan.clock(ClockKind.ANSWER)
        reason = next((reason for reason in answer.promise.pauses if reason.code == code), None)
        if reason is not None and not answer.due.is_waiting:
            return PausedAnswer(reason, *_days_paused(answer.due, reason, plan.calendar, now))
    return None


def _days_paused(
    due: DueDate, reason: PauseReason, calendar: WorkingCalendar, now: datetime
) -> list[date]:
    wait = count(now, reason.at_most, calendar)
    assert wait.due_at is not None, "only an answer waits for a file"
    ends = resume(pause(due, now, calendar), wait.due_at, calendar)
    return [due_date.last_day for due_date in (due, wait, ends) if due_date.last_day is not None]


def reopening_day(agency: Agency, now: datetime) -> date | None:
    """Return until when a complaint closed now could be taken up again, if it could be."""
    promise = agency.configured.reopening
    return count(now, promise.allowance, agency.consult().calendar()).last_day if promise else None


def longest_limit_day(agency: Agency, now: datetime) -> date | None:
    """Return the last day of the longest limit on contact that could be decided now."""
    longest = agency.configured.longest_limit
    return count(now, longest.allowance, agency.consult().calendar()).last_day


def recourses_told(agency: Agency, now: datetime) -> tuple[Recourse, ...]:
    """Return where else people could turn whose complaints of any subject were received now."""
    consultation, named = agency.consult(), dict[str, Recourse]()
    for category in consultation.categories():
        draft = Draft(category=category.code, story="", received_at=now)
        facts = facts_before(agency, category.code, draft, now)
        for recourse in consultation.recourses(facts, now):
            named.setdefault(recourse.code, recourse)
    ranks = {recourse.code: rank for rank, recourse in enumerate(agency.settings.recourses)}
    return tuple(sorted(named.values(), key=lambda one: ranks.get(one.code, len(ranks))))


def answer_day(agency: Agency, category: str, now: datetime) -> date | None:
    """Return the day by which a complaint received now would be answered at the latest.

    None for no such one, and where the calendar in force leaves too few working days.
    """
    if category not in {listed.code for listed in agency.consult().categories()}:
        return None
    try:
        return _planned(agency, category, now).latest_day(ClockKind.ANSWER)
    except TooFewWorkingDaysError:
        return None


def _planned(agency: Agency, category: str, now: datetime) -> FilingPlan:
    return plan_filing(agency, Draft(category=category, story="", received_at=now), now)


@dataclass(frozen=True)
class SampleComplaint:
    """A complaint received now by an agency, with an invented number and the dates of today."""

    agency: Agency
    category: str
    now: datetime

    @cached_property
    def number(self) -> str:
        """An invented number."""
        return complaint_number(self.now.year, 1234)

    @cached_property
    def plan(self) -> FilingPlan:
        """What the agency promises for it."""
        return _planned(self.agency, self.category, self.now)

    def letter(
        self,
        config: Config,
        portal: PortalSettings,
        use: LetterUse,
        middle: Text | None,
        language: Language,
    ) -> WordedLetter:
        """Return a letter as it would leave, with `middle` as the words of the agency."""
        facts, agency = self._facts(language), self.agency
        names = names_for(config, portal, agency, facts, self.now, middle, received_under=agency)
        about = {"number": self.number, "agency": self.agency.code, **self._letter(use).facts()}
        return OWN.render(use, language, about, names)

    def model(self, text: Text, language: Language) -> str:
        """Return a model as an officer would find it."""
        promise = self.agency.consult().allowance(self._facts(language), Stage.ANSWER)
        facts = ModelFacts(
            self.number,
            self.agency.name,
            self.agency.every_category()[self.category].name,
            self._day(ClockKind.ANSWER),
            is_sample=promise.confidence is Confidence.ASSUMED,
        )
        return model_words(text, language, facts)

    def _letter(self, use: LetterUse) -> Letter:
        """Return the letter: each promises its own day."""
        answer, first_contact = self._day(ClockKind.ANSWER), self._day(ClockKind.FIRST_CONTACT)
        later = self.plan.latest_day(ClockKind.ANSWER) or self.now.date()
        levels = days_up(self.agency, self.category, self.now)[:2]
        told = listed_for(self.agency.settings.recourses, self.category)
        recourse = next((recourse.code for recourse in told), "")
        letters: dict[LetterUse, Letter] = {
            LetterUse.ACKNOWLEDGEMENT: Acknowledgement(self.now, first_contact, answer),
            LetterUse.TAKEN_IN_CHARGE: TakenInCharge(),
            LetterUse.QUESTION: Question(),
            LetterUse.EXTENDED: Extended(later),
            LetterUse.LATE: Late(len(levels), levels[-1].until),
            LetterUse.PASSED_UP: PassedUp(len(levels)),
            LetterUse.RECOURSE_OPENED: RecourseOpened(recourse),
            LetterUse.ROUTED: Routed(answer),
            LetterUse.ANSWERED: AnswerReady(seq=1),
            LetterUse.CLOSED: ComplaintClosed(),
            LetterUse.WITHDRAWN: ComplaintWithdrawn(),
        }
        return letters[use]

    def _day(self, kind: ClockKind) -> date | None:
        return self.plan.clock(kind).due.last_day

    def _facts(self, language: Language) -> Complaint:
        return Complaint(
            number=self.number,
            agency=self.agency.code,
            category=self.category,
            status=Status.RECEIVED,
            level=1,
            received_at=self.now,
            language=language,
        )
