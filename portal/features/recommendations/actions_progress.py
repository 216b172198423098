"""What happens to a recommendation: each step, the date that runs, and what a missed date does.

A step is kept beside it, and in the history of all it gathers. Silence climbs: to the next level,
then to the top authority, once a level. A date of execution that passes is told once, and climbs
nowhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Unpack

from sqlalchemy import select

from portal.complaints.dates.running_clocks import start_clock
from portal.complaints.features import Warned
from portal.complaints.handling.escalation import tell_of_vacancy
from portal.complaints.letters.letters import notify, notify_administrators
from portal.complaints.queries.staff import without
from portal.complaints.records.complaint import ClockRecord, ComplaintRecord
from portal.complaints.steps import step_values
from portal.complaints.work import Work, held_complaints
from portal.db.row_filter import as_the_portal
from portal.domain.errors import IncompleteError, UnknownRecommendationError
from portal.domain.handling.escalation import step_up
from portal.domain.handling.lifecycle import state_after
from portal.domain.time.clock import ClockKind
from portal.domain.time.promise import Allowance, Confidence, Promise, Unit
from portal.domain.time.promised_dates import promise_from
from portal.features.recommendations.letters import (
    RecommendationClimbed,
    RecommendationMissed,
    addressees,
    answerable,
    watchers,
)
from portal.features.recommendations.records import (
    RecommendationComplaintRecord,
    RecommendationMoved,
    RecommendationRecord,
    RecommendationStepRecord,
    Recommended,
    StepFacts,
)
from portal.features.recommendations.rules import CHOSEN_DAY, TRANSITIONS, State, Step


def recommendation_of(
    work: Work, complaint: ComplaintRecord, recommendation_id: int
) -> RecommendationRecord:
    """Return a recommendation written from a complaint that is held, so that nobody else acts."""
    recommendation = work.session.scalar(
        select(RecommendationRecord)
        .where(
            RecommendationRecord.id == recommendation_id,
            RecommendationRecord.complaint_id == complaint.id,
        )
        .execution_options(populate_existing=True)
    )
    if recommendation is None:
        raise UnknownRecommendationError(recommendation_id)
    return recommendation


def take(
    work: Work,
    recommendation: RecommendationRecord,
    step: Step,
    text: str | None = None,
    **facts: Unpack[StepFacts],
) -> None:
    """Take a step, and write it into the history of each complaint that is gathered.

    All of them: what became of it stands in the history of one that concerns the actor as well.
    Raise TransitionNotAllowedError where the state does not allow it, StaleComplaintError if
    somebody holds one of the complaints just now.
    """
    _move(recommendation, step)
    link = RecommendationComplaintRecord
    gathered = select(link.complaint_id).where(link.recommendation_id == recommendation.id)
    with as_the_portal(work.session):
        complaints = held_complaints(work, ComplaintRecord.id.in_(gathered))
    moved = RecommendationMoved(recommendation.id, step, **facts)
    keep(work, recommendation, moved, complaints, text)


def keep(
    work: Work,
    recommendation: RecommendationRecord,
    entry: Recommended | RecommendationMoved,
    complaints: Sequence[ComplaintRecord],
    text: str | None = None,
) -> None:
    """Keep a step that was taken, with its text sealed beside it."""
    facts = entry.stored()
    del facts["recommendation"], facts["step"]
    work.session.add(
        RecommendationStepRecord(
            recommendation_id=recommendation.id,
            complaint_id=recommendation.complaint_id,
            **step_values(work, Step(entry.step), text, facts),
        )
    )
    for complaint in complaints:
        work.record(complaint, entry, text=text)


def start_execution(
    work: Work, complaint: ComplaintRecord, recommendation: RecommendationRecord, by: date
) -> None:
    """Start the clock of a day that was chosen for the execution; it has to be to come."""
    days = (by - work.advised.calendar.day_of(work.now)).days
    if days < 1:
        raise IncompleteError("execute_by")
    promise = Promise(Allowance(days, Unit.CALENDAR_DAYS), CHOSEN_DAY, Confidence.SOURCED)
    kind = ClockKind.RECOMMENDATION_EXECUTION
    clock = start_clock(work, complaint, kind, promise, level=recommendation.level)
    work.session.flush()
    recommendation.clock_id = clock.id


def meet_clock(work: Work, recommendation: RecommendationRecord) -> bool:
    """Stop the running clock because what it waits for was done; return whether it was in time."""
    return work.session.get_one(ClockRecord, recommendation.clock_id).meet(work.now)


def warned(work: Work, complaint: ComplaintRecord, clock: ClockRecord) -> Warned:
    """Return who is warned of the date of a recommendation."""
    recommendation = _of_clock(work, clock)
    members = answerable(work, complaint, recommendation)
    return Warned(members, {"recommendation": recommendation.id})


def act_on_missed(work: Work, complaint: ComplaintRecord, clock: ClockRecord) -> None:
    """Act on a date of a recommendation that passed: silence climbs, an execution is late."""
    recommendation = _of_clock(work, clock)
    if clock.kind == ClockKind.RECOMMENDATION_REPLY:
        _climb(work, complaint, recommendation, clock)
    else:
        _take_alone(work, complaint, recommendation, Step.LATE)
        _tell_missed(work, complaint, recommendation, clock)


def _of_clock(work: Work, clock: ClockRecord) -> RecommendationRecord:
    statement = select(RecommendationRecord).where(RecommendationRecord.clock_id == clock.id)
    return work.session.scalars(statement).one()


def _climb(
    work: Work, complaint: ComplaintRecord, recommendation: RecommendationRecord, clock: ClockRecord
) -> None:
    path = work.advised.path
    vacant = work.staff.vacant_among(work.session, complaint.agency, (level.to for level in path))
    up = step_up(path, recommendation.level, vacant)
    if up is None:
        _take_alone(work, complaint, recommendation, Step.UNANSWERED, level=recommendation.level)
        _tell_missed(work, complaint, recommendation, clock)
        return
    before = addressees(work, complaint, recommendation)
    recommendation.level, recommendation.post = up.level, up.step.to
    recommendation.addressee_id = None
    promise = promise_from(clock.promise)
    running = start_clock(work, complaint, ClockKind(clock.kind), promise, level=up.level)
    work.session.flush()
    recommendation.clock_id = running.id
    day = running.last_day
    _take_alone(work, complaint, recommendation, Step.CLIMBED, level=up.level, last_day=day)
    tell_of_vacancy(work, complaint, up.vacant)
    now = addressees(work, complaint, recommendation)
    notify(work, complaint, now, RecommendationClimbed(recommendation.id, day))
    watching = watchers(work, complaint, recommendation)
    others = without([*before, *without(watching, before)], now)
    notify(work, complaint, others, RecommendationMissed(recommendation.id, clock.kind))


def _tell_missed(
    work: Work, complaint: ComplaintRecord, recommendation: RecommendationRecord, clock: ClockRecord
) -> None:
    concerned = answerable(work, complaint, recommendation)
    watching = watchers(work, complaint, recommendation)
    everybody = [*concerned, *without(watching, concerned)]
    missed = RecommendationMissed(recommendation.id, clock.kind)
    if not notify(work, complaint, everybody, missed):
        notify_administrators(work, complaint)


def _take_alone(
    work: Work,
    complaint: ComplaintRecord,
    recommendation: RecommendationRecord,
    step: Step,
    **facts: Unpack[StepFacts],
) -> None:
    """Take a step that a clock brings; only the complaint of the clock, which is held, tells it.

    The worker holds many complaints at a time: it waits for none.
    """
    _move(recommendation, step)
    moved = RecommendationMoved(recommendation.id, step, **facts)
    keep(work, recommendation, moved, [complaint])


def _move(recommendation: RecommendationRecord, step: Step) -> None:
    recommendation.state = state_after(TRANSITIONS, State(recommendation.state), step).value
