"""The addressee replies: accepted with an owner and a day, or refused with a reason.

A refusal goes to the top authority, who has the last word.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal.complaints.queries.accounts import members_who_may
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work, require
from portal.domain.errors import IncompleteError, NotTheAddresseeError
from portal.domain.permissions import Permission
from portal.features.recommendations.actions import dates, people
from portal.features.recommendations.actions.steps import recommendation_of, take
from portal.features.recommendations.records import RecommendationRecord
from portal.features.recommendations.rules import State, Step


@dataclass(frozen=True, slots=True)
class Plan:
    """Who carries a recommendation out, and by which day."""

    owner_id: int | None
    by: date | None


def accept(
    work: Work, complaint: ComplaintRecord, recommendation_id: int, plan: Plan, text: str = ""
) -> None:
    """Accept a recommendation as its addressee."""
    recommendation = _addressed(work, complaint, recommendation_id)
    _refuse_incomplete(work, complaint, plan)
    in_time = _reply_in_time(work, recommendation)
    _plan(work, complaint, recommendation, plan, Step.ACCEPTED, text, in_time=in_time)


def refuse(work: Work, complaint: ComplaintRecord, recommendation_id: int, reason: str) -> None:
    """Refuse a recommendation with a reason; at the top of the way up that is the last word."""
    recommendation = _addressed(work, complaint, recommendation_id)
    if not reason.strip():
        raise IncompleteError("reason")
    in_time = _reply_in_time(work, recommendation)
    if recommendation.level >= len(work.advised.path):
        take(work, recommendation, Step.CONFIRMED, reason.strip(), in_time=in_time)
        people.tell_what_became(work, complaint, recommendation)
        return
    take(work, recommendation, Step.REFUSED, reason.strip(), in_time=in_time)
    top = work.staff.with_post(work.session, complaint.agency, work.advised.path[-1].to)
    people.write_to(work, complaint, recommendation, top, "recommendation_refused")
    people.tell_what_became(work, complaint, recommendation)


def uphold(
    work: Work, complaint: ComplaintRecord, recommendation_id: int, plan: Plan, text: str = ""
) -> None:
    """Decide as the top authority that a recommendation which was refused is carried out."""
    require(work, complaint, Permission.DECIDE)
    recommendation = recommendation_of(work, complaint, recommendation_id)
    _refuse_incomplete(work, complaint, plan)
    _plan(work, complaint, recommendation, plan, Step.UPHELD, text)


def confirm_refusal(
    work: Work, complaint: ComplaintRecord, recommendation_id: int, reason: str
) -> None:
    """Decide as the top authority, with reasons, that a refusal stands."""
    require(work, complaint, Permission.DECIDE)
    recommendation = recommendation_of(work, complaint, recommendation_id)
    if not reason.strip():
        raise IncompleteError("reason")
    if recommendation.state == State.SENT:
        # Whoever has the last word has not been asked yet: the addressee replies first.
        raise NotTheAddresseeError
    take(work, recommendation, Step.CONFIRMED, reason.strip())
    people.tell_what_became(work, complaint, recommendation)


def _addressed(
    work: Work, complaint: ComplaintRecord, recommendation_id: int
) -> RecommendationRecord:
    require(work, complaint, Permission.CARRY_OUT)
    recommendation = recommendation_of(work, complaint, recommendation_id)
    if not people.is_addressed(complaint, recommendation, work.actor):
        raise NotTheAddresseeError
    return recommendation


def _refuse_incomplete(work: Work, complaint: ComplaintRecord, plan: Plan) -> None:
    members = members_who_may(work.session, Permission.CARRY_OUT, complaint.agency)
    is_member = plan.owner_id in {one.user_id for one in members}
    missing = [] if is_member else ["owner"]
    today = work.advised.calendar.day_of(work.now)
    if plan.by is None or plan.by <= today:
        missing.append("execute_by")
    if missing:
        raise IncompleteError(*missing)


def _reply_in_time(work: Work, recommendation: RecommendationRecord) -> bool:
    """Stop waiting for the reply; one after the first date passed is late, whoever gives it."""
    has_climbed = people.has_taken(work, recommendation, Step.CLIMBED, Step.UNANSWERED)
    return dates.meet(work, recommendation) and not has_climbed


def _plan(
    work: Work,
    complaint: ComplaintRecord,
    recommendation: RecommendationRecord,
    plan: Plan,
    step: Step,
    text: str,
    **facts: object,
) -> None:
    assert plan.by is not None
    recommendation.owner_id = plan.owner_id
    take(work, recommendation, step, text.strip() or None, by=plan.by.isoformat(), **facts)
    dates.start_execution(work, complaint, recommendation, plan.by)
    people.tell_what_became(work, complaint, recommendation)
