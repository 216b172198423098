"""What of who complains was released, and to whom it may be."""

from __future__ import annotations

from collections.abc import Collection

from msgspec import Struct
from sqlalchemy import and_, bindparam, or_, select
from sqlalchemy.orm import Session

from portal.complaints.queries.accounts import Member, members_who_may
from portal.complaints.queries.case_file import CaseRead
from portal.complaints.queries.of_complaint import all_as, belonging, columns_of
from portal.complaints.records.complaint import COMPLAINANT, ComplaintRecord, PersonRecord
from portal.complaints.records.people import IdentityReleaseRecord
from portal.complaints.work import AtLevel, reached_posts
from portal.db.row_filter import find
from portal.domain.complaint import ReplyBy
from portal.domain.handling.identity import IdentityField
from portal.domain.permissions import Permission


class Release(Struct, frozen=True):
    """One field that somebody may read."""

    user_id: int
    field: str


RELEASES: CaseRead[tuple[Release, ...]] = CaseRead(
    (belonging(IdentityReleaseRecord, columns_of(Release, IdentityReleaseRecord)),),
    all_as(Release),
    people=lambda releases: [release.user_id for release in releases],
)
"""Every field of a complaint that was released, in the order in which it was."""


def people_to_tell(session: Session, complaint: AtLevel, excluded: Collection[int]) -> list[Member]:
    """Return who sees a complaint at a level that it reached, and not who complains, by name.

    Nobody of those who are `excluded`.
    """
    reached, agency = reached_posts(session, complaint), complaint.agency
    knowing = {
        member.user_id for member in members_who_may(session, Permission.SEE_ALL, agency)
    }.union(excluded)
    at_level = members_who_may(session, Permission.SEE_COMPLAINTS, agency, reached)
    return [member for member in at_level if member.user_id not in knowing]


def knowing(session: Session, complaint: AtLevel, field: str) -> set[int]:
    """Return who knows something of who complains: by their role, or because it was released."""
    record = IdentityReleaseRecord
    told = select(record.user_id).where(record.complaint_id == complaint.id, record.field == field)
    by_role = members_who_may(session, Permission.SEE_ALL, complaint.agency)
    return {member.user_id for member in by_role}.union(session.scalars(told))


IS_CALLED_FROM_ABOVE = and_(
    ComplaintRecord.reply_by.in_([ReplyBy.PHONE.value, ReplyBy.POST.value]),
    ComplaintRecord.level > 1,
)
"""Whether only people reach who complains, and those of a higher level answer."""

# A table of its own, which nothing narrows: only that there is such a way is told.
_WHO = PersonRecord.__table__.alias("is_reached").c
_WAYS = select(_WHO.phone, _WHO.address).where(
    *(_WHO.complaint_id == bindparam("complaint_id"), _WHO.role == COMPLAINANT),
    or_(_WHO.kept_for.is_(None), _WHO.kept_for == bindparam("agency")),
)


def has_way(session: Session, complaint: AtLevel, field: IdentityField) -> bool:
    """Tell whether an agency that has a complaint may know this way to reach who complains."""
    rows = find(session, _WAYS, complaint_id=complaint.id, agency=complaint.agency)
    return any(phone if field is IdentityField.PHONE else address for phone, address in rows)


def released_to(session: Session, complaint_id: int, user_id: int) -> set[str]:
    """Return what of who complains somebody may read of a complaint."""
    record = IdentityReleaseRecord
    theirs = (record.complaint_id == complaint_id, record.user_id == user_id)
    return set(session.scalars(select(record.field).where(*theirs)))
