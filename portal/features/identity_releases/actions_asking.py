"""Asking for a way to reach whoever complains, for who answers at a level that knows none.

Somebody can always release it: the complaints service, else the top authority, else the auditors.
Where nobody is left, whoever gives people their roles is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy.orm import Session

from portal.complaints.events import Answered
from portal.complaints.letters import letters
from portal.complaints.queries.staff import Member, Staff, without
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work, excluded_from, require, require_complainant
from portal.domain.errors import IncompleteError
from portal.domain.handling.identity import IdentityField, way_needed
from portal.domain.permissions import Permission
from portal.domain.role import Role
from portal.features.identity_releases.letters import NOBODY_RELEASES, RELEASE_ASKED
from portal.features.identity_releases.queries import has_way, knowing
from portal.features.identity_releases.rules import ReleaseAsked, Releasing


def releasing(
    session: Session, staff: Staff, agency: str, assignee_id: int | None
) -> tuple[Releasing, Sequence[Member]]:
    """Return who is asked to release something of a complaint, and as what.

    They are the first of these at work whom it does not exclude: who handles it in the complaints
    service, who heads that, its officers, the top authority, the auditors. Else it is nobody, and
    those who give people their roles.
    """
    heads, officers = staff.heads(session, agency), staff.officers(session, agency)
    assigned = [member for member in (*officers, *heads) if member.user_id == assignee_id]
    asked = (
        (Releasing.SERVICE, assigned or heads or officers),
        (Releasing.TOP, staff.top_authority(session, agency)),
        (Releasing.AUDITORS, staff.with_role(session, None, Role.AUDITOR)),
    )
    own = staff.administrators(session, agency)
    of_portal = staff.with_role(session, None, Role.ADMINISTRATOR)
    nobody = (Releasing.NOBODY, [*own, *without(of_portal, own)])
    return next(((as_what, members) for as_what, members in asked if members), nobody)


def ask_how_to_reach(work: Work, complaint: ComplaintRecord) -> None:
    """Ask for a way to reach whoever complains; raise IncompleteError where none is missing."""
    require_complainant(complaint)
    require(work, complaint, Permission.ANSWER)
    needed = way_needed(complaint.reply_by)
    here = () if work.actor.user_id is None else (work.actor.user_id,)
    if needed is None or not _is_missing(work, complaint, needed, here):
        raise IncompleteError("fields")
    _ask(work, complaint, needed)


def ask_when_answered(event: Answered) -> None:
    """Ask for it where an answer is given by who cannot tell it: the person chose to be called.

    What is said about a part, whoever has the whole says.
    """
    work, complaint = event.work, event.complaint
    needed = way_needed(complaint.reply_by)
    if needed is None or complaint.parent_id is not None:
        return
    in_charge = work.staff.in_charge(work.session, complaint, excluded_from(work, complaint))
    if in_charge and _is_missing(work, complaint, needed, (one.user_id for one in in_charge)):
        _ask(work, complaint, needed)


def _is_missing(
    work: Work, complaint: ComplaintRecord, needed: IdentityField, people: Iterable[int]
) -> bool:
    """Tell whether the agency knows a way to reach whoever complains, and none of these people."""
    if not has_way(work.session, complaint, needed):
        return False
    return knowing(work.session, complaint, needed).isdisjoint(people)


def _ask(work: Work, complaint: ComplaintRecord, needed: IdentityField) -> None:
    agency, assignee_id = complaint.agency, complaint.assignee_id
    as_what, members = releasing(work.session, work.staff, agency, assignee_id)
    if as_what is Releasing.NOBODY:
        letters.to_members(work, complaint, members, NOBODY_RELEASES)
    else:
        letters.to_members(work, complaint, members, RELEASE_ASKED)
    work.record(complaint, ReleaseAsked(fields=[needed.value], of=as_what.value))
