"""What of who complains was released, and to whom it may be."""

from __future__ import annotations

from collections.abc import Collection

from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.queries.accounts import Member, members_who_may
from portal.complaints.queries.case_file import CaseRead
from portal.complaints.queries.of_complaint import all_as, belonging, columns_of
from portal.complaints.records.people import IdentityReleaseRecord
from portal.complaints.work import AtLevel, reached_posts
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


def released_to(session: Session, complaint_id: int, user_id: int) -> set[str]:
    """Return what of who complains somebody may read of a complaint."""
    record = IdentityReleaseRecord
    theirs = (record.complaint_id == complaint_id, record.user_id == user_id)
    return set(session.scalars(select(record.field).where(*theirs)))
