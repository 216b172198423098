"""The complaints that one has to do with, as far as whoever asks may see them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.queries.case_file import CaseFile, CaseRead
from portal.complaints.queries.of_complaint import belonging
from portal.complaints.queries.withheld import somebody_is_withheld
from portal.complaints.records.complaint import ComplaintRecord
from portal.db.reads import Rows
from portal.features.linking.records import LinkRecord


class Linked(Struct, frozen=True):
    """A complaint at the other end of a link, or of one that was undone."""

    number: str
    agency: str
    subject: str
    status: str
    is_undone: bool
    is_withheld: bool


_C, _LINK = ComplaintRecord, LinkRecord
_LINKED = (
    *(_C.number, _C.agency, _C.subject, _C.status, _LINK.undone_at.is_not(None)),
    somebody_is_withheld(_C),
)


def _without_subject(linked: Iterable[Linked]) -> tuple[Linked, ...]:
    return tuple(replace(other, subject="") for other in linked)


def _linked(rows: Rows) -> tuple[Linked, ...]:
    """Return the links; of who withheld their name there, not how the story begins."""
    every = (Linked(*row) for row in rows)
    return tuple(replace(one, subject="") if one.is_withheld else one for one in every)


LINKS: CaseRead[tuple[Linked, ...]] = CaseRead(
    (belonging(_LINK, _LINKED).join(_C, _C.id == _LINK.other_id),),
    _linked,
    # Who complains there is another person: what its story begins with is left out.
    masked=lambda linked, _masking: _without_subject(linked),
)
"""The complaints linked to one, now or once, in the order in which they were."""


def linked_now(file: CaseFile) -> list[Linked]:
    """Return the complaints that one has to do with, without those whose links were undone."""
    return [linked for linked in file.of(LINKS) if not linked.is_undone]


def links_between(session: Session, complaint_ids: Collection[int]) -> Sequence[LinkRecord]:
    """Return the two rows of the link between two complaints, undone or not; none without one."""
    among = LinkRecord.complaint_id.in_(complaint_ids), LinkRecord.other_id.in_(complaint_ids)
    return session.scalars(select(LinkRecord).where(*among)).all()
