"""The complaints service recommends that something be changed, from one complaint or several."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from portal.complaints.queries.accounts import members_who_may
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work, held_complaints, require
from portal.domain.errors import IncompleteError
from portal.domain.permissions import Permission
from portal.domain.time.clock import ClockKind
from portal.features.recommendations.actions import dates, people
from portal.features.recommendations.actions.steps import keep, recommendation_of, take
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


def recommend(work: Work, complaint: ComplaintRecord, said: Recommendation) -> int:
    """Send a recommendation; its text is frozen from now on. Return its number.

    Raise IncompleteError naming all that is missing, or what may not be gathered.
    """
    require(work, complaint, Permission.RECOMMEND)
    level = _refuse_incomplete(work, complaint, said)
    others = _gathered(work, complaint, said.others)
    promise = work.advised.agency.configured.recommendation_promise(complaint.category)
    clock = dates.start(work, complaint, ClockKind.RECOMMENDATION_REPLY, level, promise)
    recommendation = RecommendationRecord(
        complaint_id=complaint.id,
        state=State.SENT.value,
        title=said.title.strip(),
        author_id=work.actor.user_id,
        made_at=work.now,
        level=level,
        post=said.to.post,
        addressee_id=said.to.user_id,
        clock_id=clock.id,
    )
    work.session.add(recommendation)
    work.session.flush()
    complaints = [complaint, *others]
    work.session.add_all(
        RecommendationComplaintRecord(recommendation_id=recommendation.id, complaint_id=one.id)
        for one in complaints
    )
    last_day = clock.last_day and clock.last_day.isoformat()
    text, count = said.text.strip(), len(complaints)
    keep(work, recommendation, Step.MADE, text, complaints, last_day=last_day, gathered=count)
    to = people.addressees(work, complaint, recommendation)
    people.write_to(
        work, complaint, recommendation, to, "recommendation_for_you", last_day=last_day
    )
    return recommendation.id


def correct(work: Work, complaint: ComplaintRecord, recommendation_id: int, text: str) -> None:
    """Put a corrected version beside the text that was sent, which stays as it is."""
    require(work, complaint, Permission.RECOMMEND)
    recommendation = recommendation_of(work, complaint, recommendation_id)
    if not text.strip():
        raise IncompleteError("body")
    take(work, recommendation, Step.CORRECTED, text.strip())
    to = people.addressees(work, complaint, recommendation)
    people.write_to(work, complaint, recommendation, to, "recommendation_corrected")


def level_of(work: Work, complaint: ComplaintRecord, to: Addressee) -> int | None:
    """Return at which level of the way up an addressee is, or None if it is nobody of the agency.

    Somebody without a post there is at the first: silence then climbs to the second.
    """
    posts = {step.to: level for level, step in enumerate(work.advised.path, start=1)}
    if to.user_id is None:
        return posts.get(to.post or "")
    agency = complaint.agency
    members = {one.user_id for one in members_who_may(work.session, Permission.CARRY_OUT, agency)}
    if to.user_id not in members - work.staff.kept_out or to.user_id == work.actor.user_id:
        return None
    held_posts = work.staff.posts_of(work.session, agency, to.user_id)
    return max((posts[post] for post in held_posts if post in posts), default=1)


def _refuse_incomplete(work: Work, complaint: ComplaintRecord, said: Recommendation) -> int:
    missing = [name for name in ("title", "text") if not getattr(said, name).strip()]
    level = level_of(work, complaint, said.to)
    if level is None:
        missing.append("addressee")
    if missing or level is None:
        raise IncompleteError(*missing)
    return level


def _gathered(
    work: Work, complaint: ComplaintRecord, numbers: Collection[str]
) -> list[ComplaintRecord]:
    """Hold the other complaints, all of the same agency."""
    wanted = set(numbers) - {complaint.number}
    if not wanted:
        return []
    found = held_complaints(
        work,
        ComplaintRecord.number.in_(sorted(wanted)),
        ComplaintRecord.agency == complaint.agency,
    )
    if len(found) != len(wanted):
        raise IncompleteError("others")
    return found
