"""Releasing who complains to somebody who answers at a higher level, field by field."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from portal.complaints.events import IdentityTold
from portal.complaints.letters import letters
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.people import IdentityReleaseRecord
from portal.complaints.work import Work, require
from portal.domain.errors import IncompleteError, NameHiddenError
from portal.domain.handling.identity import IdentityField
from portal.domain.permissions import Permission
from portal.features.identity_releases.letters import RELEASED_TO_YOU
from portal.features.identity_releases.queries import people_to_tell, released_to
from portal.features.identity_releases.rules import IdentityReleased


def release(
    work: Work, complaint: ComplaintRecord, user_id: int, fields: Collection[IdentityField]
) -> None:
    """Let somebody read these fields of who complains; the history keeps who let them.

    Raise IncompleteError for anybody who sees nothing of the complaint, or knows it already, and
    where nothing is chosen that they cannot read yet; NameHiddenError where whoever complains asked
    that it stay hidden.
    """
    require(work, complaint, Permission.RELEASE_IDENTITY)
    if complaint.name_hidden_since is not None:
        raise NameHiddenError
    people = people_to_tell(work.session, complaint, work.staff.excluded)
    new = sorted(set(fields) - released_to(work.session, complaint.id, user_id))
    is_told = user_id in {member.user_id for member in people}
    missing = {"told": not is_told, "fields": not new}
    if any(missing.values()):
        raise IncompleteError(*(code for code, is_missing in missing.items() if is_missing))
    _keep(work, complaint, user_id, new)
    at_work = work.staff.working_as(work.session, complaint.agency, user_id)
    letters.to_members(work, complaint, at_work[:1], RELEASED_TO_YOU)


def keep_told(event: IdentityTold) -> None:
    """Keep that a text told somebody who complains: they know it from now on, and it is logged."""
    work, complaint = event.work, event.complaint
    if event.agency is not None:
        told = IdentityReleased(fields=event.fields, agency=event.agency)
        work.record(complaint, told)
    for user_id in event.people:
        new = sorted(set(event.fields) - released_to(work.session, complaint.id, user_id))
        if new:
            _keep(work, complaint, user_id, new)


def _keep(work: Work, complaint: ComplaintRecord, user_id: int, fields: Sequence[str]) -> None:
    released = {"complaint_id": complaint.id, "user_id": user_id, "at": work.now}
    work.session.add_all(
        IdentityReleaseRecord(**released, field=str(field), released_by=work.actor.user_id)
        for field in fields
    )
    work.record(complaint, IdentityReleased(to=user_id, fields=[str(field) for field in fields]))
