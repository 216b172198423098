"""Who complains, told in a text to somebody who does not know it: the history keeps that it was.

It leaves only if whoever writes says that they mean it; its page stops before, and asks
(`pages/office/case/naming`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from portal.complaints.events import IdentityTold
from portal.complaints.queries.accounts import members_who_may
from portal.complaints.queries.identity import whole_people
from portal.complaints.queries.staff import Member
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work
from portal.domain.errors import IdentitySaidError, NameHiddenError
from portal.domain.handling.identity import Identified, IdentityField, identity_said, somebody_shown
from portal.domain.permissions import Permission


def refuse_naming(text: str, people: Sequence[Identified]) -> None:
    """Raise IdentitySaidError for a text that tells who one of many people is."""
    place = somebody_shown(text, people)
    if place is not None:
        raise IdentitySaidError(place)


def note_told_to(
    work: Work,
    complaint: ComplaintRecord,
    text: str,
    members: Iterable[Member],
    *,
    is_meant: bool,
    beside: Collection[IdentityField] = (),
) -> None:
    """Keep that a text tells these people who complains, those who may know it left out.

    Raise IdentitySaidError unless it `is_meant`, or what it tells is shown `beside` it.
    """
    fields = _said(work, complaint, text, beside, is_meant=is_meant)
    people = {member.user_id for member in members} if fields else set()
    if people:
        people -= _knowing(work, complaint)
    if people:
        told = IdentityTold(work, complaint, fields, people=tuple(sorted(people)))
        work.features.happened(told)


def note_told_to_agency(
    work: Work, complaint: ComplaintRecord, text: str, agency: str, *, is_meant: bool
) -> None:
    """Keep that a text tells another agency who complains.

    Raise IdentitySaidError unless it `is_meant`.
    """
    fields = _said(work, complaint, text, (), is_meant=is_meant)
    if fields:
        work.features.happened(IdentityTold(work, complaint, fields, agency=agency))


def _said(
    work: Work,
    complaint: ComplaintRecord,
    text: str,
    beside: Collection[IdentityField],
    *,
    is_meant: bool,
) -> tuple[str, ...]:
    """Return what a text tells of who complains; refuse it where that is not known to be meant.

    Nobody may mean it where whoever complains asked that it stay hidden.
    """
    said = identity_said(text, whole_people(work.session, [complaint.number]))
    if not is_meant:
        for field, place in said.items():
            if field not in beside:
                raise IdentitySaidError(place)
    if said and complaint.name_hidden_since is not None:
        raise NameHiddenError
    return tuple(sorted(field.value for field in said))


def _knowing(work: Work, complaint: ComplaintRecord) -> set[int]:
    knowing = members_who_may(work.session, Permission.SEE_ALL, complaint.agency)
    return {member.user_id for member in knowing}
