"""Who complains, told in a text to somebody who does not know it: the history keeps that it was.

The page stops before, and whoever writes says that they mean it (`pages/office/case/naming`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from portal.complaints.events import IdentityTold
from portal.complaints.queries.accounts import members_who_may
from portal.complaints.queries.identity import whole_people
from portal.complaints.queries.staff import Member
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work
from portal.domain.errors import IdentitySaidError
from portal.domain.handling.identity import Identified, identity_said, somebody_shown
from portal.domain.permissions import Permission


def refuse_naming(text: str, people: Sequence[Identified]) -> None:
    """Raise IdentitySaidError for a text that tells who one of many people is."""
    place = somebody_shown(text, people)
    if place is not None:
        raise IdentitySaidError(place)


def note_told_to(
    work: Work, complaint: ComplaintRecord, text: str, members: Iterable[Member]
) -> None:
    """Keep that a text tells these people who complains, those who may know it left out."""
    fields = _said(work, complaint, text)
    people = {member.user_id for member in members} if fields else set()
    if people:
        people -= _knowing(work, complaint)
    if people:
        told = IdentityTold(work, complaint, fields, people=tuple(sorted(people)))
        work.features.happened(told)


def note_told_to_agency(work: Work, complaint: ComplaintRecord, text: str, agency: str) -> None:
    """Keep that a text tells another agency who complains."""
    fields = _said(work, complaint, text)
    if fields:
        work.features.happened(IdentityTold(work, complaint, fields, agency=agency))


def _said(work: Work, complaint: ComplaintRecord, text: str) -> tuple[str, ...]:
    people = whole_people(work.session, [complaint.number])
    return tuple(sorted(field.value for field in identity_said(text, people)))


def _knowing(work: Work, complaint: ComplaintRecord) -> set[int]:
    knowing = members_who_may(work.session, Permission.SEE_ALL, complaint.agency)
    return {member.user_id for member in knowing}
