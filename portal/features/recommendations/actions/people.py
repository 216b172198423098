"""Who a recommendation concerns: who has to reply, who carries it out, who is told."""

from __future__ import annotations

from sqlalchemy import select

from portal.complaints.letters import letters
from portal.complaints.people.staff import Member, without
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work
from portal.domain.actor import Actor, is_or_replaces
from portal.features.recommendations.records import RecommendationRecord, RecommendationStepRecord
from portal.features.recommendations.rules import WORDING, Addressee, State, Step


def is_addressed(
    complaint: ComplaintRecord, recommendation: RecommendationRecord, actor: Actor
) -> bool:
    """Tell whether the actor is who has to reply now, or works in their place."""
    addressee = Addressee(recommendation.post, recommendation.addressee_id)
    return addressee.is_met_by(actor, complaint.agency)


def is_carrying_out(
    complaint: ComplaintRecord, recommendation: RecommendationRecord, actor: Actor
) -> bool:
    """Tell whether the actor owns it or is who it is addressed to, or works in their place."""
    owner = recommendation.owner_id
    is_owner = owner is not None and is_or_replaces(actor, complaint.agency, owner)
    return is_owner or is_addressed(complaint, recommendation, actor)


def addressees(
    work: Work, complaint: ComplaintRecord, recommendation: RecommendationRecord
) -> list[Member]:
    """Return who has to reply, or works in their place today."""
    if recommendation.addressee_id is not None:
        return work.staff.working_as(work.session, complaint.agency, recommendation.addressee_id)
    return work.staff.with_post(work.session, complaint.agency, recommendation.post or "")


def answerable(
    work: Work, complaint: ComplaintRecord, recommendation: RecommendationRecord
) -> list[Member]:
    """Return who is warned of its date: its owner once it is accepted, else who has to reply."""
    if recommendation.owner_id is not None:
        owner = work.staff.working_as(work.session, complaint.agency, recommendation.owner_id)
        return owner or addressees(work, complaint, recommendation)
    return addressees(work, complaint, recommendation)


def watchers(
    work: Work, complaint: ComplaintRecord, recommendation: RecommendationRecord
) -> list[Member]:
    """Return who follows it for the complaints service: who wrote it, and the heads."""
    heads = work.staff.heads(work.session, complaint.agency)
    if recommendation.author_id is None:
        return heads
    author = work.staff.working_as(work.session, complaint.agency, recommendation.author_id)
    return [*author, *without(heads, author)]


def writers(work: Work, recommendation: RecommendationRecord) -> set[int | None]:
    """Return who wrote the recommendation or a later version of it."""
    return _who_took(work, recommendation, *WORDING) | {recommendation.author_id}


def doers(work: Work, recommendation: RecommendationRecord) -> set[int | None]:
    """Return who carried it out: its owner, who accepted it, and who said that it is done."""
    return _who_took(work, recommendation, Step.ACCEPTED, Step.DONE) | {
        recommendation.owner_id,
        recommendation.addressee_id,
    }


def has_taken(work: Work, recommendation: RecommendationRecord, *steps: Step) -> bool:
    """Tell whether one of these steps was taken before."""
    step = RecommendationStepRecord
    taken = (step.recommendation_id == recommendation.id, step.kind.in_(steps))
    return work.session.scalar(select(step.id).where(*taken).limit(1)) is not None


def write_to(
    work: Work,
    complaint: ComplaintRecord,
    recommendation: RecommendationRecord,
    members: list[Member],
    template: str,
    **params: object,
) -> None:
    """Write at once to `members`, whoever acts left out, about a recommendation."""
    others = [one for one in members if one.user_id != work.actor.user_id]
    told = {"recommendation": recommendation.id, **params}
    letters.to_members(work, complaint, others, template, **told)


def tell_what_became(
    work: Work, complaint: ComplaintRecord, recommendation: RecommendationRecord
) -> None:
    """Tell whoever follows it, and whoever it concerns, in which state it is now."""
    watching = watchers(work, complaint, recommendation)
    concerned = answerable(work, complaint, recommendation)
    state = State(recommendation.state).value
    everybody = [*watching, *without(concerned, watching)]
    write_to(work, complaint, recommendation, everybody, "recommendation_moved", state=state)


def _who_took(work: Work, recommendation: RecommendationRecord, *steps: Step) -> set[int | None]:
    step = RecommendationStepRecord
    statement = select(step.user_id).where(
        step.recommendation_id == recommendation.id, step.kind.in_(steps)
    )
    return set(work.session.scalars(statement))
