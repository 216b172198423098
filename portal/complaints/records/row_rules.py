"""Which complaints an actor sees, and what of what belongs to them: rules of the kernel's tables.

They hold whatever features there are.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, exists, false, or_, select, true

from portal.complaints.records.api import API_ROW_RULES
from portal.complaints.records.complaint import (
    AgencyReleaseRecord,
    CitizenSessionRecord,
    ComplaintRecord,
    CounterRecord,
    DraftRecord,
    EscalationRecord,
    PersonRecord,
)
from portal.complaints.records.counted import CountedComplaintRecord
from portal.complaints.records.message import (
    AttachmentRecord,
    DraftCountRecord,
    HeldMessageRecord,
    MessageRecord,
    OutboxRecord,
    ReportCountRecord,
    ReportMarkRecord,
    ReportRecountRecord,
)
from portal.complaints.records.people import (
    AbsenceRecord,
    AccessLogRecord,
    IdentityReleaseRecord,
    MembershipRecord,
    SavedSearchRecord,
    UserRecord,
)
from portal.complaints.records.plugins import PluginFailureRecord
from portal.complaints.records.roots import HistoryRootRecord
from portal.db.base import OfComplaint
from portal.db.commit_count import CommitCountRecord
from portal.db.counts_in_database import CountedRecord
from portal.db.installation import InstallationRecord
from portal.db.rebinding import RebindingRecord
from portal.db.row_filter import RowRule, seen_by_all
from portal.db.search.records import SearchBlockRecord, SearchRebuildRecord, SearchSegmentRecord
from portal.db.viewer import Seat, Viewer
from portal.domain.handling.identity import IdentityField
from portal.domain.permissions import Permission

# A table of its own, so that the criteria on complaints are not added to it once more.
_SEEN = ComplaintRecord.__table__.alias("seen")
_HANDED = EscalationRecord.__table__.alias("handed")
_RELEASED = IdentityReleaseRecord.__table__.alias("released")


def seen_with_complaint(
    *records: type[Any],
    by: Callable[[Any], Any] = lambda record: record.complaint_id,
    or_seen_by: bool = False,
) -> RowRule:
    """Return the rule of what is seen by those who see the complaint that it belongs to.

    `by` returns the key of that complaint. What belongs to none is seen by nobody.
    """
    return RowRule(records, lambda viewer, record: _of_seen(viewer, by(record)), by, or_seen_by)


def _complaints(viewer: Viewer, record: Any) -> ColumnElement[bool] | None:
    """Return what keeps complaints to those who may see them."""
    return None if _sees_all(viewer) else _seen(viewer, record)


def _of_seen(viewer: Viewer, complaint_id: Any) -> ColumnElement[bool] | None:
    """Return what tells whether something belongs to a complaint that an actor sees."""
    if _sees_all(viewer):
        return None
    if viewer.is_complainant or viewer.waits_for_level:
        return exists().where(_SEEN.c.id == complaint_id, _seen(viewer, _SEEN.c))
    if viewer.may_nowhere(Permission.SEE_ALL):
        return false()
    in_agencies = _in_agencies(viewer, _agency_of(complaint_id), complaint_id)
    return and_(complaint_id.is_not(None), in_agencies)


def sees_complaint(viewer: Viewer, complaint: Any) -> ColumnElement[bool]:
    """Return what tells that an actor sees a complaint, in a table that nothing else narrows."""
    seen = true() if _sees_all(viewer) else _seen(viewer, complaint)
    return and_(seen, *viewer.excluding(complaint.id))


def _held_back(viewer: Viewer, record: Any) -> ColumnElement[bool] | None:
    """Return what keeps from the staff of an agency what was held back for another one."""
    if viewer.is_complainant:
        return None
    return or_(record.kept_for.is_(None), _agency_of(record.complaint_id) == record.kept_for)


def _identities(viewer: Viewer, record: Any) -> ColumnElement[bool] | None:
    """Return what keeps from whoever answers at a higher level who complains.

    What is released of it, field by field, the portal reads for them (`queries/identity`).
    """
    if not viewer.waits_for_level:
        return None
    agency = _agency_of(record.complaint_id)
    return viewer.may_with(Permission.SEE_ALL, agency, record.complaint_id)


def _documents(viewer: Viewer, record: Any) -> ColumnElement[bool] | None:
    """Return what keeps documents from them, which may tell who complains, unless released."""
    kept = _identities(viewer, record)
    if kept is None:
        return None
    is_released = exists().where(
        _RELEASED.c.complaint_id == record.complaint_id,
        _RELEASED.c.user_id == viewer.user_id,
        _RELEASED.c.field == IdentityField.DOCUMENTS.value,
    )
    return or_(kept, is_released)


def _nobody(viewer: Viewer, record: Any) -> ColumnElement[bool] | None:
    """Return what keeps from everybody what only the portal looks into."""
    return false()


def not_for_complainants(viewer: Viewer, record: Any) -> ColumnElement[bool] | None:
    """Keep from complainants what their history tells them, as far as they may know."""
    return false() if viewer.is_complainant else None


def _sees_all(viewer: Viewer) -> bool:
    everywhere = not viewer.is_complainant and viewer.may_everywhere(Permission.SEE_ALL)
    return everywhere and viewer.user_id is None


def _seen(viewer: Viewer, record: Any) -> ColumnElement[bool]:
    """Return what tells which complaints an actor sees, in a table of complaints."""
    if viewer.is_complainant:
        # The parts that other agencies answer are of the same complaint.
        own = viewer.complaint_id
        return or_(record.id == own, record.parent_id == own)
    every = _in_agencies(viewer, record.agency, record.id)
    if not viewer.waits_for_level:
        return every
    return or_(every, viewer.at_a_seat(record.id, lambda seat: _reached(seat, record)))


def _reached(seat: Seat, record: Any) -> ColumnElement[bool]:
    """Return what tells that a complaint is at a level of somebody, or went through it.

    It went there in the agency that has it: another one may call a post the same.
    """
    went_through = or_(_HANDED.c.post.in_(seat.levels), _HANDED.c.from_post.in_(seat.levels))
    handed = select(_HANDED.c.complaint_id).where(_HANDED.c.agency == seat.agency, went_through)
    is_theirs = or_(record.holder.in_(seat.levels), record.id.in_(handed))
    return and_(record.agency == seat.agency, is_theirs)


def _agency_of(complaint_id: Any) -> ScalarSelect[str]:
    """Return the agency that has a complaint, as one value.

    Of few rows it is looked up for each. As a condition that something exists, PostgreSQL would
    first make a list of all the complaints that an agency has.
    """
    return select(_SEEN.c.agency).where(_SEEN.c.id == complaint_id).scalar_subquery()


def _in_agencies(viewer: Viewer, agency: Any, complaint_id: Any) -> ColumnElement[bool]:
    seen = viewer.may_with(Permission.SEE_ALL, agency, complaint_id)
    return true() if seen is None else seen


ROW_RULES = (
    RowRule((HeldMessageRecord,), not_for_complainants),
    RowRule((PersonRecord, MessageRecord, AttachmentRecord), _held_back),
    RowRule((PersonRecord,), _identities),
    RowRule((AttachmentRecord,), _documents),
    RowRule((ComplaintRecord,), _complaints, owner=lambda record: record.id),
    seen_with_complaint(OfComplaint),
    # These belong to a complaint some of the time; where not, nobody but the portal sees them.
    seen_with_complaint(AttachmentRecord, OutboxRecord, AccessLogRecord),
    seen_with_complaint(CountedComplaintRecord),
    RowRule((SearchSegmentRecord, SearchBlockRecord, SearchRebuildRecord), _nobody),
    seen_by_all(UserRecord, MembershipRecord, AbsenceRecord),
    seen_by_all(CounterRecord, DraftRecord, SavedSearchRecord),
    seen_by_all(CountedRecord, CitizenSessionRecord, InstallationRecord, RebindingRecord),
    seen_by_all(PluginFailureRecord, CommitCountRecord),
    # What is in force is public, and counts tell of nobody; pages choose whose they show.
    seen_by_all(AgencyReleaseRecord, HistoryRootRecord),
    seen_by_all(ReportCountRecord, ReportMarkRecord, ReportRecountRecord),
    seen_by_all(DraftCountRecord),
    *API_ROW_RULES,
)
"""The rules of the tables that every portal has."""
