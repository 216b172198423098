"""Recommendations of the complaints service: written, replied to, carried out, verified.

A refusal goes to the top authority, who has the last word. What was accepted is said to be done,
and somebody else verifies that it is. Complainants learn of it only what the answer says, and what
they wished for.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select, update

from portal.complaints.dates.running_clocks import start_clock
from portal.complaints.events import CauseCorrected, Left
from portal.complaints.letters import letters
from portal.complaints.outgoing import AnswerContent
from portal.complaints.queries.accounts import members_who_may
from portal.complaints.queries.staff import without
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work, held_complaints, require
from portal.db.row_filter import as_the_portal
from portal.domain.errors import (
    IncompleteError,
    NotTheAddresseeError,
    OwnWorkError,
    TransitionNotAllowedError,
)
from portal.domain.handling.lifecycle import has_taken
from portal.domain.permissions import Permission
from portal.domain.time.clock import ClockKind
from portal.features.recommendations import records
from portal.features.recommendations.actions_progress import (
    keep,
    meet_clock,
    recommendation_of,
    start_execution,
    take,
)
from portal.features.recommendations.letters import (
    CAUSE_CORRECTED,
    RecommendationCorrected,
    RecommendationForYou,
    RecommendationMoved,
    RecommendationRefused,
    RecommendationSentBack,
    RecommendationToVerify,
    addressees,
    answerable,
    tell_what_became,
    watchers,
    write_to,
)
from portal.features.recommendations.queries import steps_of_recommendation
from portal.features.recommendations.records import (
    RecommendationComplaintRecord,
    RecommendationRecord,
)
from portal.features.recommendations.rules import Addressee, State, Step


@dataclass(frozen=True, slots=True)
class Recommendation:
    """What is recommended, to whom, and which other complaints it gathers, by their numbers."""

    title: str
    text: str
    to: Addressee
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """Who carries a recommendation out, and by which day."""

    owner_id: int | None
    by: date | None


def recommend(work: Work, complaint: ComplaintRecord, content: Recommendation) -> int:
    """Send a recommendation; its text is frozen from now on. Return its number.

    Raise IncompleteError naming all that is missing, or what may not be gathered.
    """
    require(work, complaint, Permission.RECOMMEND)
    missing = [name for name in ("title", "text") if not getattr(content, name).strip()]
    level = level_of(work, complaint, content.to)
    if level is None:
        missing.append("addressee")
    if missing or level is None:
        raise IncompleteError(*missing)
    complaints = [complaint, *_held_others(work, complaint, content.others)]
    promise = work.advised.agency.configured.recommendation_promise(complaint.category)
    clock = start_clock(work, complaint, ClockKind.RECOMMENDATION_REPLY, promise, level=level)
    work.session.flush()
    recommendation = RecommendationRecord(
        complaint_id=complaint.id,
        state=State.SENT.value,
        title=content.title.strip(),
        author_id=work.actor.user_id,
        made_at=work.now,
        level=level,
        post=content.to.post,
        addressee_id=content.to.user_id,
        clock_id=clock.id,
    )
    work.session.add(recommendation)
    work.session.flush()
    work.session.add_all(
        RecommendationComplaintRecord(recommendation_id=recommendation.id, complaint_id=held.id)
        for held in complaints
    )
    made = records.Recommended(recommendation.id, Step.MADE, clock.last_day, len(complaints))
    keep(work, recommendation, made, complaints, content.text.strip())
    letter = RecommendationForYou(recommendation.id, clock.last_day)
    write_to(work, complaint, addressees(work, complaint, recommendation), letter)
    return recommendation.id


def correct(work: Work, complaint: ComplaintRecord, recommendation_id: int, text: str) -> None:
    """Put a corrected version beside the text that was sent, which stays as it is."""
    require(work, complaint, Permission.RECOMMEND)
    recommendation = recommendation_of(work, complaint, recommendation_id)
    take(work, recommendation, Step.CORRECTED, _written("body", text))
    to = addressees(work, complaint, recommendation)
    write_to(work, complaint, to, RecommendationCorrected(recommendation.id))


def level_of(work: Work, complaint: ComplaintRecord, to: Addressee) -> int | None:
    """Return at which level of the way up an addressee is, or None if it is nobody of the agency.

    Somebody without a post there is at the first: silence then climbs to the second.
    """
    posts = {step.to: level for level, step in enumerate(work.advised.path, start=1)}
    if to.user_id is None:
        return posts.get(to.post or "")
    members = _who_may_carry_out(work, complaint)
    if to.user_id not in members - work.staff.excluded or to.user_id == work.actor.user_id:
        return None
    held_posts = work.staff.posts_of(work.session, complaint.agency, to.user_id)
    return max((posts[post] for post in held_posts if post in posts), default=1)


def accept(
    work: Work, complaint: ComplaintRecord, recommendation_id: int, plan: Plan, text: str = ""
) -> None:
    """Accept a recommendation as its addressee."""
    recommendation = _addressed(work, complaint, recommendation_id)
    by = _planned_day(work, complaint, plan)
    in_time = _meet_reply(work, recommendation)
    _plan(work, complaint, recommendation, plan.owner_id, by, Step.ACCEPTED, text, in_time=in_time)


def refuse(work: Work, complaint: ComplaintRecord, recommendation_id: int, reason: str) -> None:
    """Refuse a recommendation with a reason; at the top of the way up that is the last word."""
    recommendation = _addressed(work, complaint, recommendation_id)
    text = _written("reason", reason)
    in_time = _meet_reply(work, recommendation)
    is_last_word = recommendation.level >= len(work.advised.path)
    step = Step.CONFIRMED if is_last_word else Step.REFUSED
    take(work, recommendation, step, text, in_time=in_time)
    if not is_last_word:
        top = work.staff.with_post(work.session, complaint.agency, work.advised.path[-1].to)
        write_to(work, complaint, top, RecommendationRefused(recommendation.id))
    tell_what_became(work, complaint, recommendation)


def uphold(
    work: Work, complaint: ComplaintRecord, recommendation_id: int, plan: Plan, text: str = ""
) -> None:
    """Decide as the top authority that a recommendation which was refused is carried out."""
    require(work, complaint, Permission.DECIDE)
    recommendation = recommendation_of(work, complaint, recommendation_id)
    by = _planned_day(work, complaint, plan)
    _plan(work, complaint, recommendation, plan.owner_id, by, Step.UPHELD, text)


def confirm_refusal(
    work: Work, complaint: ComplaintRecord, recommendation_id: int, reason: str
) -> None:
    """Decide as the top authority, with reasons, that a refusal stands."""
    require(work, complaint, Permission.DECIDE)
    recommendation = recommendation_of(work, complaint, recommendation_id)
    text = _written("reason", reason)
    if recommendation.state == State.SENT:
        # Whoever has the last word has not been asked yet: the addressee replies first.
        raise NotTheAddresseeError
    take(work, recommendation, Step.CONFIRMED, text)
    tell_what_became(work, complaint, recommendation)


def say_done(
    work: Work, complaint: ComplaintRecord, recommendation_id: int, text: str, on: date | None
) -> None:
    """Say what was done, and which day: it waits to be verified."""
    require(work, complaint, Permission.CARRY_OUT)
    recommendation = recommendation_of(work, complaint, recommendation_id)
    if not recommendation.roles.is_carried_out_by(work.actor, complaint.agency):
        raise NotTheAddresseeError
    missing = [] if text.strip() else ["body"]
    if on is None or on > _today(work):
        missing.append("done_on")
    if missing or on is None:
        raise IncompleteError(*missing)
    take(work, recommendation, Step.DONE, text.strip(), on=on)
    meet_clock(work, recommendation)
    _ask_to_verify(work, complaint, recommendation)


def verify(work: Work, complaint: ComplaintRecord, recommendation_id: int, text: str) -> None:
    """Confirm that it is done, and how that was seen; earlier complainants are then told.

    Raise OwnWorkError for whoever wrote the recommendation or carried it out.
    """
    recommendation = _verified_by_another(work, complaint, recommendation_id)
    take(work, recommendation, Step.VERIFIED, _written("body", text))
    tell_what_became(work, complaint, recommendation)
    _tell_corrected(work, recommendation)


def send_back(
    work: Work, complaint: ComplaintRecord, recommendation_id: int, reason: str, by: date | None
) -> None:
    """Say what is missing still: it is to be carried out by another day."""
    recommendation = _verified_by_another(work, complaint, recommendation_id)
    missing = [] if reason.strip() else ["reason"]
    if by is None or by <= _today(work):
        missing.append("execute_by")
    if missing or by is None:
        raise IncompleteError(*missing)
    take(work, recommendation, Step.SENT_BACK, reason.strip(), by=by)
    start_execution(work, complaint, recommendation, by)
    doing = answerable(work, complaint, recommendation)
    watching = without(watchers(work, complaint, recommendation), doing)
    letter = RecommendationSentBack(recommendation.id)
    write_to(work, complaint, [*doing, *watching], letter)


def wish_for_news(work: Work, complaint: ComplaintRecord, wishes: bool) -> None:
    """Keep whether the complainant wants to be told once the cause is corrected."""
    if complaint.answered_at is None:
        raise TransitionNotAllowedError(complaint.status, "wish_for_news")
    if complaint.wishes_news is wishes:
        return
    complaint.wishes_news = wishes
    work.record(complaint, records.NewsWished(wishes=wishes))


def show_if_told(event: Left) -> None:
    """Let the complainant see what becomes of the recommendations, once an answer left.

    Only if it tells of them: a recommendation is the agency's own affair otherwise.
    """
    if isinstance(event.content, AnswerContent) and event.content.tells:
        link = RecommendationComplaintRecord
        of_complaint = update(link).where(link.complaint_id == event.complaint.id)
        event.work.session.execute(of_complaint.values(told=True))


def _held_others(
    work: Work, complaint: ComplaintRecord, numbers: Collection[str]
) -> list[ComplaintRecord]:
    """Hold the other complaints, all of the same agency."""
    wanted = set(numbers) - {complaint.number}
    if not wanted:
        return []
    others = held_complaints(
        work,
        ComplaintRecord.number.in_(sorted(wanted)),
        ComplaintRecord.agency == complaint.agency,
    )
    if len(others) != len(wanted):
        raise IncompleteError("others")
    return others


def _addressed(
    work: Work, complaint: ComplaintRecord, recommendation_id: int
) -> RecommendationRecord:
    require(work, complaint, Permission.CARRY_OUT)
    recommendation = recommendation_of(work, complaint, recommendation_id)
    if not recommendation.roles.addressee.is_met_by(work.actor, complaint.agency):
        raise NotTheAddresseeError
    return recommendation


def _meet_reply(work: Work, recommendation: RecommendationRecord) -> bool:
    """Stop waiting for the reply; one after the first date passed is late, whoever gives it."""
    steps = steps_of_recommendation(work.session, recommendation.id)
    is_in_time = meet_clock(work, recommendation)
    return is_in_time and not has_taken(steps, Step.CLIMBED, Step.UNANSWERED)


def _planned_day(work: Work, complaint: ComplaintRecord, plan: Plan) -> date:
    """Return by when it is carried out; raise IncompleteError naming what the plan lacks."""
    missing = [] if plan.owner_id in _who_may_carry_out(work, complaint) else ["owner"]
    if plan.by is None or plan.by <= _today(work):
        missing.append("execute_by")
    if missing or plan.by is None:
        raise IncompleteError(*missing)
    return plan.by


def _plan(
    work: Work,
    complaint: ComplaintRecord,
    recommendation: RecommendationRecord,
    owner_id: int | None,
    by: date,
    step: Step,
    text: str,
    in_time: bool | None = None,
) -> None:
    recommendation.owner_id = owner_id
    take(work, recommendation, step, text.strip() or None, by=by, in_time=in_time)
    start_execution(work, complaint, recommendation, by)
    tell_what_became(work, complaint, recommendation)


def _verified_by_another(
    work: Work, complaint: ComplaintRecord, recommendation_id: int
) -> RecommendationRecord:
    require(work, complaint, Permission.VERIFY)
    recommendation = recommendation_of(work, complaint, recommendation_id)
    steps = steps_of_recommendation(work.session, recommendation.id)
    if not recommendation.roles.may_be_verified_by(work.actor.user_id, steps):
        raise OwnWorkError
    return recommendation


def _ask_to_verify(
    work: Work, complaint: ComplaintRecord, recommendation: RecommendationRecord
) -> None:
    """Write to who may verify: the heads, else the other officers, else the top authority."""
    session, staff, agency = work.session, work.staff, complaint.agency
    steps, roles = steps_of_recommendation(session, recommendation.id), recommendation.roles
    able = next(
        (
            members
            for group in (staff.heads, staff.officers, staff.top_authority)
            if (
                members := [
                    member
                    for member in group(session, agency)
                    if roles.may_be_verified_by(member.user_id, steps)
                ]
            )
        ),
        [],
    )
    write_to(work, complaint, able, RecommendationToVerify(recommendation.id))
    watching = without(watchers(work, complaint, recommendation), able)
    letter = RecommendationMoved(recommendation.id, recommendation.state)
    write_to(work, complaint, watching, letter)


def _tell_corrected(work: Work, recommendation: RecommendationRecord) -> None:
    """Write to the complainants of what is gathered who agreed that the cause is corrected.

    To each of them, also of a complaint that concerns whoever verified it: they see none of it.
    """
    link = RecommendationComplaintRecord
    ids = select(link.complaint_id).where(link.recommendation_id == recommendation.id)
    gathered = select(ComplaintRecord).where(ComplaintRecord.id.in_(ids))
    with as_the_portal(work.session):
        complaints = work.session.scalars(gathered.order_by(ComplaintRecord.id)).all()
        for complaint in complaints:
            if complaint.wishes_news:
                letters.to_citizen(work, complaint, CAUSE_CORRECTED)
        for complaint in complaints:
            work.features.happened(CauseCorrected(work, complaint))


def _who_may_carry_out(work: Work, complaint: ComplaintRecord) -> set[int]:
    members = members_who_may(work.session, Permission.CARRY_OUT, complaint.agency)
    return {member.user_id for member in members}


def _today(work: Work) -> date:
    return work.advised.calendar.day_of(work.now)


def _written(field: str, text: str) -> str:
    """Return what was written, without blanks around it; raise IncompleteError for nothing."""
    if not text.strip():
        raise IncompleteError(field)
    return text.strip()
