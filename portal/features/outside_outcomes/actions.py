"""A link is made for an outside body, and the body tells by it what became of the complaint."""

from __future__ import annotations

from portal.complaints.letters import letters
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work, require, require_complainant
from portal.domain.actor import ActorKind
from portal.domain.complaint import Status
from portal.domain.conclusion import JUDGED, Outcome
from portal.domain.errors import IncompleteError, TransitionNotAllowedError
from portal.domain.permissions import Permission
from portal.features.outside_outcomes.letters import OUTCOME_TOLD
from portal.features.outside_outcomes.queries import links_of
from portal.features.outside_outcomes.rules import (
    OutsideLinkMade,
    OutsideOutcomeTold,
    last_day,
    outside_bodies,
)


def make_link(work: Work, complaint: ComplaintRecord, body: str) -> None:
    """Make a link for one of the bodies that the agency names, once its answer was given.

    The head of the service makes it, or whoever complained. Where a body has one by which it may
    still tell something, that stands.
    """
    if work.actor.kind is not ActorKind.COMPLAINANT:
        require(work, complaint, Permission.ASK_OUTCOME)
    require_complainant(complaint)
    if Status(complaint.status) not in JUDGED:
        raise TransitionNotAllowedError(complaint.status, "outside_link")
    names = outside_bodies(work.advised.recourses)
    if body not in names:
        raise IncompleteError("outside_body")
    today = work.now.astimezone(work.advised.calendar.zone).date()
    if any(
        one.body == body and one.may_tell(today) for one in links_of(work.session, complaint.id)
    ):
        return
    ends_on = last_day(work.now)
    work.record(complaint, OutsideLinkMade(body=body, name=names[body], ends_on=ends_on))


def tell_outcome(work: Work, complaint: ComplaintRecord, seq: int, outcome: Outcome) -> None:
    """Keep what an outside body tells by a link, once, and once more to correct it.

    The same told again changes nothing. The heads of the service are written to.
    """
    links = links_of(work.session, complaint.id)
    link = next(one for one in links if one.seq == seq)
    if link.outcome is outcome:
        return
    if not link.may_tell(work.now.astimezone(work.advised.calendar.zone).date()):
        raise TransitionNotAllowedError(complaint.status, "outside_outcome")
    corrects = link.outcome is not None
    work.record(complaint, OutsideOutcomeTold(seq, link.name, outcome.value, corrects))
    told = work.staff.heads(work.session, complaint.agency) or work.staff.top_authority(
        work.session, complaint.agency
    )
    letters.to_members(work, complaint, told, OUTCOME_TOLD)
