"""What changed settings would do: the dates that they would promise, and who keeps the old ones."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.agencies.agency import Agency
from portal.agencies.settings.common import NoticeSettings
from portal.complaints.planning.filing_plan import facts_before, plan_filing
from portal.complaints.records.complaint import ComplaintRecord
from portal.domain.complaint import Draft
from portal.domain.handling.escalation import EscalationStep
from portal.domain.handling.notices import Recourse
from portal.domain.text import Text
from portal.domain.time.calendar import WorkingCalendar
from portal.domain.time.clock import ClockKind, count
from portal.domain.time.due_date import DueDate
from portal.domain.time.pausing import pause, resume
from portal.domain.time.promise import Confidence, PauseReason


@dataclass(frozen=True, slots=True)
class MovedDay:
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


@dataclass(frozen=True, slots=True)
class LevelDay:
    """A level, and the last day that it has for a complaint nobody answers."""

    step: EscalationStep
    until: date | None


def days_up(agency: Agency, category: str, now: datetime) -> list[LevelDay]:
    """Return how a complaint received now would climb if nobody ever answered."""
    plan = plan_filing(agency, Draft(category=category, story="", received_at=now), now)
    due = plan.clock(ClockKind.ANSWER).due
    if plan.file_due is not None and plan.file_due.due_at is not None:
        due = count(plan.file_due.due_at, due.allowance, plan.calendar)
    days = [LevelDay(plan.path[0], due.last_day)]
    for step in plan.path[1:]:
        if step.within is not None and due.due_at is not None:
            due = count(due.due_at, step.within, plan.calendar)
        days.append(LevelDay(step, due.last_day))
    return days


@dataclass(frozen=True, slots=True)
class PausedAnswer:
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
        draft = Draft(category=category.code, story="", received_at=now)
        plan = plan_filing(agency, draft, now)
        answer = plan.clock(ClockKind.ANSWER)
        reason = next((reason for reason in answer.promise.pauses if reason.code == code), None)
        if reason is not None and not answer.due.is_waiting:
            return _paused(answer.due, reason, plan.calendar, now)
    return None


def _paused(
    due: DueDate, reason: PauseReason, calendar: WorkingCalendar, now: datetime
) -> PausedAnswer:
    wait = count(now, reason.at_most, calendar)
    assert wait.due_at is not None, "only an answer waits for a file"
    ends = resume(pause(due, now, calendar), wait.due_at, calendar)
    days = [due_date.last_day for due_date in (due, wait, ends) if due_date.last_day is not None]
    return PausedAnswer(reason, *days)


def reopening_day(agency: Agency, now: datetime) -> date | None:
    """Return until when a complaint closed now could be taken up again, if it could be."""
    promise = agency.configured.reopening
    return count(now, promise.allowance, agency.consult().calendar()).last_day if promise else None


def longest_limit_day(agency: Agency, now: datetime) -> date | None:
    """Return the last day of the longest limit on contact that could be decided now."""
    longest = agency.configured.longest_limit
    return count(now, longest.allowance, agency.consult().calendar()).last_day


def recourses_told(agency: Agency, now: datetime) -> tuple[Recourse, ...]:
    """Return where else somebody could turn whose complaint was received now."""
    consultation = agency.consult()
    draft = Draft(category=None, story="", received_at=now)
    return consultation.recourses(
        facts_before(agency, consultation.category(None).code, draft, now), now
    )


def calling_for(notice: NoticeSettings, now: datetime) -> Draft:
    """Return a complaint received now of which a notice is told, if it is told at all."""
    when = notice.when
    categories, words = (when.categories, when.words) if when else ((), ())
    return Draft(next(iter(categories), None), story=next(iter(words), ""), received_at=now)


def open_complaints(
    session: Session, agency: str, *, categories: Collection[str] = (), unit: str | None = None
) -> int:
    """Count the open complaints of an agency, only those of some `categories` or of a `unit`.

    They keep the rules they were received under.
    """
    counted = select(func.count()).select_from(ComplaintRecord)
    counted = counted.filter_by(agency=agency, is_open=True)
    if categories:
        counted = counted.where(ComplaintRecord.category.in_(categories))
    if unit is not None:
        counted = counted.filter_by(unit=unit)
    return session.scalar(counted) or 0


def received_since(session: Session, agency: str, since: datetime) -> int:
    """Count the complaints that an agency received since a moment, parts of others' apart."""
    c = ComplaintRecord
    received = (c.agency == agency, c.received_at >= since, c.parent_id.is_(None))
    return session.scalar(select(func.count()).select_from(c).where(*received)) or 0


def open_complaints_by_unit(session: Session, agency: str) -> dict[str, int]:
    """Count the open complaints of each unit that has any."""
    theirs = select(ComplaintRecord.unit, func.count()).filter_by(agency=agency, is_open=True)
    counted = session.execute(theirs.group_by(ComplaintRecord.unit))
    return {unit: count for unit, count in counted if unit is not None}


def answer_day(agency: Agency, category: str, now: datetime) -> date | None:
    """Return the day by which a complaint received now would be answered at the latest.

    None for no such one.
    """
    if category not in {listed.code for listed in agency.consult().categories()}:
        return None
    draft = Draft(category=category, story="", received_at=now)
    return plan_filing(agency, draft, now).latest_day(ClockKind.ANSWER)
