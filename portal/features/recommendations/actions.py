"""Recommendations of the complaints service: written, replied to, carried out, verified.

A refusal goes to the top authority, who has the last word. What was accepted is said to be done,
and somebody else verifies that it is. Complainants learn of it only what the answer says, and what
they wished for.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from msgspec import Struct

from portal.complaints.dates.running_clocks import start_clock
from portal.complaints.events import AnswerContent, CauseCorrected, Left
from portal.complaints.letters import letters
from portal.complaints.queries.accounts import members_who_may
from portal.complaints.queries.staff import without
from portal.complaints.queries.steps import NewStep, is_said_again
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work, held_complaints, require
from portal.db.row_filter import as_the_portal
from portal.domain.errors import (
    IncompleteError,
    NotTheAddresseeError,
    OwnWorkError,
    TransitionNotAllowedError,
    required,
)
from portal.domain.handling.lifecycle import has_taken
from portal.domain.permissions import Permission
from portal.domain.time.clock import ClockKind
from portal.domain.typed import is_blank
from portal.features.recommendations.actions_progress import (
    Held,
    hand_back_if_kept_out,
    take_from_owner,
)
from portal.features.recommendations.letters import (
    CAUSE_CORRECTED,
    RecommendationBecame,
    RecommendationCorrected,
    RecommendationForYou,
    RecommendationRefused,
    RecommendationSentBack,
    RecommendationToVerify,
)
from portal.features.recommendations.queries import (
    clock_of,
    gathered_complaints,
    held_recommendation,
    show_what_became,
    steps_of_recommendation,
)
from portal.features.recommendations.records import (
    RecommendationComplaintRecord,
    RecommendationRecord,
    RecommendationStepRecord,
)
from portal.features.recommendations.rules import Addressee, NewsWished, Recommended, State, Step


class Recommendation(Struct, frozen=True):
    """What is recommended, to whom, and which other complaints it gathers, by their numbers."""

    title: str
    text: str
    to: Addressee
    others: tuple[str, ...] = ()


class Plan(Struct, frozen=True):
    """Who carries a recommendation out, and by which day."""

    owner_id: int | None
    by: date | None


# Writing one.


def recommend(
    work: Work,
    complaint: ComplaintRecord,
    content: Recommendation,
    *,
    is_naming_meant: bool = False,
) -> int:
    """Send a recommendation; its text is frozen from now on. Return its number.

    Raise IncompleteError naming all that is missing, a post where nobody works, or what may not be
    gathered, and IdentitySaidError where it tells who complains, unless that is meant.
    """
    require(work, complaint, Permission.RECOMMEND)
    missing = [name for name in ("title", "text") if is_blank(getattr(content, name))]
    level, post = level_of(work, complaint, content.to), content.to.post
    if level is None:
        missing.append("addressee")
    elif post is not None and not work.staff.with_post(work.session, complaint.agency, post):
        missing.append("empty_post")
    if missing or level is None:
        raise IncompleteError(*missing)
    complaints = [complaint, *_held_others(work, complaint, content.others)]
    promise = work.advised.agency.configured.promise("recommendation_reply", complaint.category)
    clock = start_clock(work, complaint, ClockKind.RECOMMENDATION_REPLY, promise, level=level)
    work.session.flush()
    record = RecommendationRecord(
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
    work.session.add(record)
    work.session.flush()
    work.session.add_all(
        RecommendationComplaintRecord(recommendation_id=record.id, complaint_id=gathered.id)
        for gathered in complaints
    )
    held = Held(work, complaint, record)
    made = Recommended(record.id, Step.MADE, clock.last_day, len(complaints))
    held.keep(made, complaints, content.text.strip())
    held.write(held.addressees, RecommendationForYou(record.id, clock.last_day))
    text = f"{record.title}\n{content.text}"
    held.tell_identity(complaints, text, is_meant=is_naming_meant)
    return record.id


def correct(
    work: Work,
    complaint: ComplaintRecord,
    recommendation_id: int,
    text: str,
    *,
    is_naming_meant: bool = False,
) -> None:
    """Put a corrected version beside the text that was sent, which stays as it is.

    Sent twice, it is kept and told once.
    """
    held = _held(work, complaint, recommendation_id, Permission.RECOMMEND)
    corrected = NewStep(Step.CORRECTED.value, work.actor.user_id, required(text, "body"))
    of_it = RecommendationStepRecord.recommendation_id == recommendation_id
    if is_said_again(work.session, RecommendationStepRecord, of_it, corrected):
        return
    held.take(Step.CORRECTED, corrected.body)
    held.tell_identity([complaint], text, is_meant=is_naming_meant)
    held.write(held.addressees, RecommendationCorrected(recommendation_id))


def level_of(work: Work, complaint: ComplaintRecord, to: Addressee) -> int | None:
    """Return at which level of the way up an addressee is, or None if it is nobody of the agency.

    Somebody without a post there is at the first: silence then escalates it to the second.
    """
    posts = {step.to: level for level, step in enumerate(work.advised.path, start=1)}
    if to.user_id is None:
        return posts.get(to.post or "")
    members = _who_may_carry_out(work, complaint)
    if to.user_id not in members or to.user_id == work.actor.user_id:
        return None
    held_posts = work.staff.posts_of(work.session, complaint.agency, to.user_id)
    return max((posts[post] for post in held_posts if post in posts), default=1)


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


# Replying to it, and the last word.


def accept(
    work: Work, complaint: ComplaintRecord, recommendation_id: int, plan: Plan, text: str = ""
) -> None:
    """Accept a recommendation as its addressee."""
    _plan(_addressed(work, complaint, recommendation_id), plan, Step.ACCEPTED, text)


def refuse(work: Work, complaint: ComplaintRecord, recommendation_id: int, reason: str) -> None:
    """Refuse a recommendation with a reason; at the top of the way up that is the last word."""
    held, text = _addressed(work, complaint, recommendation_id), required(reason, "reason")
    is_last_word = held.record.level >= len(work.advised.path)
    step = Step.CONFIRMED if is_last_word else Step.REFUSED
    held.take(step, text, in_time=_meet_reply(held))
    if not is_last_word:
        top = work.staff.top_authority(work.session, complaint.agency)
        held.write(top, RecommendationRefused(recommendation_id))
    held.tell_what_became()


def uphold(
    work: Work, complaint: ComplaintRecord, recommendation_id: int, plan: Plan, text: str = ""
) -> None:
    """Decide as the top authority that a recommendation which was refused is carried out."""
    held = _held(work, complaint, recommendation_id, Permission.DECIDE)
    _plan(held, plan, Step.UPHELD, text)


def confirm_refusal(
    work: Work, complaint: ComplaintRecord, recommendation_id: int, reason: str
) -> None:
    """Decide as the top authority, with reasons, that a refusal stands."""
    held = _held(work, complaint, recommendation_id, Permission.DECIDE)
    text = required(reason, "reason")
    if held.record.state == State.SENT:
        # Whoever has the last word has not been asked yet: the addressee replies first.
        raise NotTheAddresseeError
    held.take(Step.CONFIRMED, text)
    held.tell_what_became()


def _addressed(work: Work, complaint: ComplaintRecord, recommendation_id: int) -> Held:
    held = _held(work, complaint, recommendation_id, Permission.CARRY_OUT)
    if not held.record.roles.addressee.is_met_by(work.actor, complaint.agency):
        raise NotTheAddresseeError
    return held


def _meet_reply(held: Held) -> bool:
    """Stop waiting for the reply; one after the first date passed is late, whoever gives it."""
    session = held.work.session
    is_in_time = clock_of(session, held.record).meet(held.work.now)
    steps = steps_of_recommendation(session, held.record.id)
    return is_in_time and not has_taken(steps, Step.ESCALATED, Step.UNANSWERED)


def _plan(held: Held, plan: Plan, step: Step, text: str) -> None:
    """Let it be carried out as planned; raise IncompleteError naming what the plan lacks."""
    is_owned = plan.owner_id in _who_may_carry_out(held.work, held.complaint)
    by = _day_to_come(held.work, plan.by, [] if is_owned else ["owner"])
    in_time = _meet_reply(held) if step is Step.ACCEPTED else None
    held.record.owner_id = plan.owner_id
    held.take(step, text.strip() or None, by=by, in_time=in_time)
    held.start_execution(by)
    held.tell_what_became()


# Carrying it out, and the proof.


def say_done(
    work: Work, complaint: ComplaintRecord, recommendation_id: int, text: str, on: date | None
) -> None:
    """Say what was done, and which day: it waits to be verified."""
    held = _held(work, complaint, recommendation_id, Permission.CARRY_OUT)
    if not held.record.roles.is_carried_out_by(work.actor, complaint.agency):
        raise NotTheAddresseeError
    missing = ["body"] if is_blank(text) else []
    if on is None or on > _today(work):
        missing.append("done_on")
    if missing:
        raise IncompleteError(*missing)
    held.take(Step.DONE, text.strip(), on=on)
    clock_of(work.session, held.record).meet(work.now)
    _ask_to_verify(held)


def verify(work: Work, complaint: ComplaintRecord, recommendation_id: int, text: str) -> None:
    """Confirm that it is done, and how that was seen; earlier complainants are then told.

    Raise OwnWorkError for whoever wrote the recommendation or carried it out.
    """
    held = _verified_by_another(work, complaint, recommendation_id)
    held.take(Step.VERIFIED, required(text, "body"))
    held.tell_what_became()
    _tell_corrected(work, recommendation_id)


def send_back(
    work: Work, complaint: ComplaintRecord, recommendation_id: int, reason: str, by: date | None
) -> None:
    """Say what is missing still: it is to be carried out by another day."""
    held = _verified_by_another(work, complaint, recommendation_id)
    day = _day_to_come(work, by, ["reason"] if is_blank(reason) else [])
    held.take(Step.SENT_BACK, reason.strip(), by=day)
    held.start_execution(day)
    if hand_back_if_kept_out(held):
        return
    take_from_owner(held)
    doing = held.answerable
    everybody = [*doing, *without(held.watchers, doing)]
    held.write(everybody, RecommendationSentBack(recommendation_id))


def _verified_by_another(work: Work, complaint: ComplaintRecord, recommendation_id: int) -> Held:
    held = _held(work, complaint, recommendation_id, Permission.VERIFY)
    steps = steps_of_recommendation(work.session, recommendation_id)
    if not held.record.roles.may_be_verified_by(work.actor.user_id, steps):
        raise OwnWorkError
    return held


def _ask_to_verify(held: Held) -> None:
    """Write to who may verify: the heads, else the other officers, else the top authority."""
    session, staff, record = held.work.session, held.work.staff, held.record
    steps = steps_of_recommendation(session, record.id)
    able = (
        [
            member
            for member in group(session, held.complaint.agency)
            if record.roles.may_be_verified_by(member.user_id, steps)
        ]
        for group in (staff.heads, staff.officers, staff.top_authority)
    )
    verifiers = next(filter(None, able), [])
    held.write(verifiers, RecommendationToVerify(record.id))
    watching = without(held.watchers, verifiers)
    held.write(watching, RecommendationBecame(record.id, record.state))


# What complainants learn of it.


def wish_for_news(work: Work, complaint: ComplaintRecord, wishes: bool) -> None:
    """Keep whether the complainant wants to be told once the cause is corrected."""
    if complaint.answered_at is None:
        raise TransitionNotAllowedError(complaint.status, "wish_for_news")
    if complaint.wishes_news is not wishes:
        complaint.wishes_news = wishes
        work.record(complaint, NewsWished(wishes=wishes))


def show_if_told(event: Left) -> None:
    """Let the complainant see what becomes of the recommendations, once an answer left.

    Only if it tells of them: a recommendation is the agency's own affair otherwise.
    """
    if isinstance(event.content, AnswerContent) and event.content.tells:
        show_what_became(event.work.session, event.complaint.id)


def _tell_corrected(work: Work, recommendation_id: int) -> None:
    """Write to the complainants of what is gathered who agreed that the cause is corrected.

    To each of them, also of a complaint that concerns whoever verified it: they see none of it.
    """
    with as_the_portal(work.session):
        complaints = gathered_complaints(work.session, recommendation_id)
        for complaint in complaints:
            if complaint.wishes_news:
                letters.to_citizen(work, complaint, CAUSE_CORRECTED)
        for complaint in complaints:
            work.features.happened(CauseCorrected(work, complaint))


# What several of them need.


def _held(
    work: Work, complaint: ComplaintRecord, recommendation_id: int, permission: Permission
) -> Held:
    require(work, complaint, permission)
    record = held_recommendation(work.session, complaint.id, recommendation_id)
    return Held(work, complaint, record)


def _who_may_carry_out(work: Work, complaint: ComplaintRecord) -> set[int]:
    members = members_who_may(work.session, Permission.CARRY_OUT, complaint.agency)
    return {member.user_id for member in members} - work.staff.excluded


def _today(work: Work) -> date:
    return work.advised.calendar.day_of(work.now)


def _day_to_come(work: Work, by: date | None, missing: list[str]) -> date:
    """Return by when it is carried out; raise IncompleteError with what else is `missing`."""
    if by is None or by <= _today(work):
        raise IncompleteError(*missing, "execute_by")
    if missing:
        raise IncompleteError(*missing)
    return by
