"""The dates of a recommendation: by when it is replied to, and by when it is carried out.

Silence climbs: to the next level, then to the top authority, once a level. A date of execution
that passes is told once, and climbs nowhere.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from portal.complaints.escalation.vacancies import tell_of_vacancy
from portal.complaints.letters.notices import notify, notify_administrators
from portal.complaints.people.staff import without
from portal.complaints.planning.promised_dates import clock_row, planned, promise_from
from portal.complaints.records.clock import ClockRecord
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work
from portal.domain.errors import IncompleteError
from portal.domain.escalation import step_up
from portal.domain.promise import Confidence, Promise
from portal.domain.time.allowance import Allowance, Unit
from portal.domain.time.clock import ClockKind
from portal.features.recommendations.actions import people
from portal.features.recommendations.actions.steps import take_alone
from portal.features.recommendations.records import RecommendationRecord
from portal.features.recommendations.rules import CHOSEN_DAY, Step


def start(
    work: Work, complaint: ComplaintRecord, kind: ClockKind, level: int, promise: Promise
) -> ClockRecord:
    """Start a clock of a recommendation, counted from now."""
    agency, calendar = work.advised.agency, work.advised.calendar
    row = clock_row(planned(kind, level, promise, work.now, calendar), agency.release_id)
    clock = ClockRecord(complaint_id=complaint.id, **row)
    work.session.add(clock)
    work.session.flush()
    return clock


def start_execution(
    work: Work, complaint: ComplaintRecord, recommendation: RecommendationRecord, by: date
) -> None:
    """Start the clock of a day that was chosen for the execution; it has to be to come."""
    days = (by - work.advised.calendar.day_of(work.now)).days
    if days < 1:
        raise IncompleteError("execute_by")
    promise = Promise(Allowance(days, Unit.CALENDAR_DAYS), CHOSEN_DAY, Confidence.SOURCED)
    kind = ClockKind.RECOMMENDATION_EXECUTION
    recommendation.clock_id = start(work, complaint, kind, recommendation.level, promise).id


def running_clock(work: Work, recommendation: RecommendationRecord) -> ClockRecord:
    """Return the clock of a recommendation that runs now, or ran last."""
    return work.session.get_one(ClockRecord, recommendation.clock_id)


def meet(work: Work, recommendation: RecommendationRecord) -> bool:
    """Stop the running clock because what it waits for was done; return whether it was in time."""
    return running_clock(work, recommendation).meet(work.now)


def act_on_missed(work: Work, complaint: ComplaintRecord, clock: ClockRecord) -> None:
    """Act on a date of a recommendation that passed: silence climbs, an execution is late."""
    recommendation = of_clock(work, clock)
    if clock.kind == ClockKind.RECOMMENDATION_REPLY:
        _climb(work, complaint, recommendation, clock)
    else:
        take_alone(work, complaint, recommendation, Step.LATE)
        _tell_missed(work, complaint, recommendation, clock)


def of_clock(work: Work, clock: ClockRecord) -> RecommendationRecord:
    """Return the recommendation that a clock belongs to."""
    statement = select(RecommendationRecord).where(RecommendationRecord.clock_id == clock.id)
    return work.session.scalars(statement).one()


def _climb(
    work: Work, complaint: ComplaintRecord, recommendation: RecommendationRecord, clock: ClockRecord
) -> None:
    path = work.advised.path
    vacant = work.staff.vacant_among(work.session, complaint.agency, (one.to for one in path))
    up = step_up(path, recommendation.level, vacant)
    if up is None:
        take_alone(work, complaint, recommendation, Step.UNANSWERED, level=recommendation.level)
        _tell_missed(work, complaint, recommendation, clock)
        return
    before = people.addressees(work, complaint, recommendation)
    recommendation.level, recommendation.post = up.level, up.step.to
    recommendation.addressee_id = None
    new = start(work, complaint, ClockKind(clock.kind), up.level, promise_from(clock.promise))
    recommendation.clock_id = new.id
    last_day = new.last_day and new.last_day.isoformat()
    take_alone(work, complaint, recommendation, Step.CLIMBED, level=up.level, last_day=last_day)
    tell_of_vacancy(work, complaint, up.vacant)
    told: dict[str, Any] = {"recommendation": recommendation.id}
    now = people.addressees(work, complaint, recommendation)
    notify(work, complaint, now, "recommendation_climbed", last_day=last_day, **told)
    watching = people.watchers(work, complaint, recommendation)
    others = without([*before, *without(watching, before)], now)
    notify(work, complaint, others, "recommendation_missed", clock=clock.kind, **told)


def _tell_missed(
    work: Work, complaint: ComplaintRecord, recommendation: RecommendationRecord, clock: ClockRecord
) -> None:
    answerable = people.answerable(work, complaint, recommendation)
    watching = people.watchers(work, complaint, recommendation)
    everybody = [*answerable, *without(watching, answerable)]
    told: dict[str, Any] = {"recommendation": recommendation.id, "clock": clock.kind}
    if not notify(work, complaint, everybody, "recommendation_missed", **told):
        notify_administrators(work, complaint)
