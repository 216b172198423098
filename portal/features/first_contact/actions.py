"""Whether the first contact was made: the complainant says, and a date denied is owed again.

A contact that is denied counts as none: its date runs on as if nobody had noted it, and what passed
meanwhile is missed, unless somebody wrote in time. No denial is kept as a contact. Whoever noted it
is not alone to know, for the heads are written to.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from portal.complaints.letters import letters
from portal.complaints.queries.staff import Member
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work
from portal.domain.complaint import Status
from portal.domain.errors import TransitionNotAllowedError
from portal.features.first_contact.letters import CONTACT_DENIED
from portal.features.first_contact.queries import (
    claim_of,
    claimant_of,
    clock_of,
    denied_since,
    written_since,
)
from portal.features.first_contact.rules import LETTERS_A_DAY, Claim, ContactJudged

_A_DAY = timedelta(days=1)


def judge_contact(work: Work, complaint: ComplaintRecord, *, reached: bool) -> bool:
    """Keep whether somebody was in touch, as its complainant says until the complaint ends.

    Said twice, it is kept once; what is said later takes the place of what was said before. Return
    whether a letter tells of it: of a denial, unless several were told of within a day.
    """
    claim = claim_of(work.session, complaint.id)
    if claim is None or not Status(complaint.status).is_open:
        raise TransitionNotAllowedError(complaint.status, "judge_contact")
    if claim.reached is reached:
        return False
    denied = denied_since(work.session, complaint.id, work.now - _A_DAY)
    work.record(complaint, ContactJudged(reached=reached))
    if reached:
        _take_as_made(work, complaint, claim)
        return False
    _owe_again(work, complaint, claim)
    if denied >= LETTERS_A_DAY:
        return False
    letters.to_members(work, complaint, _told(work, complaint, claim), CONTACT_DENIED)
    return True


def _owe_again(work: Work, complaint: ComplaintRecord, claim: Claim) -> None:
    """Let the date run on, unless what was written since keeps it: a contact is owed either way."""
    complaint.taken_in_charge_at = None
    clock = clock_of(work.session, complaint.id)
    if clock is None:
        return
    clock.met_at, clock.pending = None, clock.missed_at is None
    written_at = written_since(work.session, complaint.id, claim)
    if written_at is not None and clock.pending:
        clock.meet(written_at)


def _take_as_made(work: Work, complaint: ComplaintRecord, claim: Claim) -> None:
    """Keep the date by the contact as it was noted, whatever was missed after it was denied."""
    complaint.taken_in_charge_at = complaint.taken_in_charge_at or claim.at
    clock = clock_of(work.session, complaint.id)
    if claim.reached is False and clock is not None:
        clock.met_at, clock.pending = claim.at, False
        clock.missed_at = None if claim.in_time else clock.missed_at


def _told(work: Work, complaint: ComplaintRecord, claim: Claim) -> Sequence[Member]:
    """Return who is written to of a denial: the heads, but whoever noted the contact themself.

    Where nobody else heads the service, it is the top authority.
    """
    noted_by = claimant_of(work.session, complaint.id, claim)
    for members in (
        work.staff.heads(work.session, complaint.agency),
        work.staff.top_authority(work.session, complaint.agency),
    ):
        others = [member for member in members if member.user_id != noted_by]
        if others:
            return others
    return ()
