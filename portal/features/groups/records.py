"""Groups of complaints about one cause, what happens to them, and the answers sent to them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    ForeignKey,
    Index,
    Select,
    String,
    UniqueConstraint,
    and_,
    bindparam,
    case,
    exists,
    func,
    not_,
    or_,
    select,
    text,
    true,
)
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.row_rules import sees_complaint
from portal.complaints.records.steps import StepRecord
from portal.db.base import Base, BigKey, OfComplaint, SealedText, index_of_few
from portal.db.row_filter import RowRule, seen_by_all
from portal.db.viewer import Viewer
from portal.domain.complaint import Status
from portal.domain.permissions import Permission
from portal.features.groups.rules import State

_CURRENT = text("left_at IS NULL")


UNGATHERED = [state.value for state in State if not state.gathers]
"""The states in which complaints are but proposed for a group."""

UNCONFIRMED = "email IS NOT NULL AND confirmed_at IS NULL"


class GroupRecord(Base):
    """A group as it stands; it belongs to an agency, whose people alone see it.

    The published title is what everybody may read: it is not sealed, and says nothing of anybody.
    """

    __tablename__ = "complaint_group"
    __table_args__ = (
        Index("ix_complaint_group_agency_state", "agency", "state", "id"),
        index_of_few("ix_complaint_group_published", "agency", only="published_at IS NOT NULL"),
    )

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    agency: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(SealedText("complaint_group.name"))
    description: Mapped[str] = mapped_column(SealedText("complaint_group.description"))
    category: Mapped[str] = mapped_column(String(60))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    made_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    title_fr: Mapped[str | None] = mapped_column(String(160))
    title_en: Mapped[str | None] = mapped_column(String(160))
    published_at: Mapped[datetime | None]


class OfGroup:
    """Something that belongs to one group, and is seen only by those who see the group."""

    @declared_attr
    def group_id(cls) -> Mapped[int]:  # noqa: N805
        """The group it belongs to."""
        return mapped_column(BigKey, ForeignKey("complaint_group.id"), index=True)


class GroupStepRecord(OfGroup, StepRecord, Base):
    """Something that happened to a group."""

    __tablename__ = "complaint_group_step"


class GroupComplaintRecord(OfComplaint, Base):
    """A complaint in a group, in one at a time; `is_proposed` until somebody puts it there."""

    __tablename__ = "complaint_group_complaint"
    unproved = "a group is kept beside its complaints, whose histories tell of it"
    __table_args__ = (
        Index(
            "uq_complaint_group_complaint_current",
            "complaint_id",
            unique=True,
            sqlite_where=_CURRENT,
            postgresql_where=_CURRENT,
        ),
        Index("ix_complaint_group_complaint_group_id", "group_id", "left_at"),
    )

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    group_id: Mapped[int] = mapped_column(BigKey, ForeignKey("complaint_group.id"))
    is_proposed: Mapped[bool]
    added_at: Mapped[datetime]
    left_at: Mapped[datetime | None]


class GroupAnswerRecord(OfGroup, Base):
    """One answer to a group: what all are told, in each language that they need.

    `writers` are those who changed the text for all; `user_id` kept it last, and then sent it.
    """

    __tablename__ = "complaint_group_answer"
    __table_args__ = (
        index_of_few("ix_complaint_group_answer_sending", "id", only="state = 'sending'"),
    )

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    state: Mapped[str] = mapped_column(String(20))
    text_fr: Mapped[str] = mapped_column(SealedText("complaint_group_answer.text_fr"))
    text_en: Mapped[str] = mapped_column(SealedText("complaint_group_answer.text_en"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    writers: Mapped[list[int]] = mapped_column(JSON, default=list, server_default="[]")
    begun_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]


class GroupAnswerPartRecord(OfComplaint, Base):
    """What one complaint of a group is told beside what all are told, and what became of it.

    `version` is the complaint's as it was when the letters were looked at: one that moved since
    is left out. `writers` are those who changed what it alone is told.
    """

    __tablename__ = "complaint_group_answer_part"
    unproved = "on its way: what it says stands with the answer that left"
    __table_args__ = (
        UniqueConstraint("answer_id", "complaint_id"),
        Index("ix_complaint_group_answer_part_answer_id", "answer_id", "state", "id"),
    )

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    answer_id: Mapped[int] = mapped_column(BigKey, ForeignKey("complaint_group_answer.id"))
    own_text: Mapped[str] = mapped_column(SealedText("complaint_group_answer_part.own_text"))
    writers: Mapped[list[int]] = mapped_column(JSON, default=list, server_default="[]")
    state: Mapped[str] = mapped_column(String(20))
    why: Mapped[str | None] = mapped_column(String(20))
    version: Mapped[int | None]


class GroupFollowerRecord(OfGroup, Base):
    """Somebody to whom it happened too, who is only counted, and told of it if they agreed.

    `browser_hash` and `email_hash` are keyed: they keep one person from counting twice. `email` is
    empty unless they want to be told, and once they no longer do. Whoever complained of it, counts
    by the complaint.
    """

    __tablename__ = "complaint_group_follower"
    __table_args__ = (
        UniqueConstraint("group_id", "browser_hash"),
        UniqueConstraint("group_id", "email_hash"),
        index_of_few("ix_complaint_group_follower_asked", "asked_at", only=UNCONFIRMED),
    )

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    language: Mapped[str] = mapped_column(String(2))
    counted_at: Mapped[datetime]
    is_counted: Mapped[bool]
    browser_hash: Mapped[str | None] = mapped_column(String(32))
    email_hash: Mapped[str | None] = mapped_column(String(32))
    email: Mapped[str | None] = mapped_column(SealedText("complaint_group_follower.email"))
    token_hash: Mapped[str | None] = mapped_column(String(32), unique=True)
    asked_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    told_answered_at: Mapped[datetime | None]
    told_corrected_at: Mapped[datetime | None]


class GroupMarkRecord(Base):
    """Up to which complaint the portal has looked for groups to propose."""

    __tablename__ = "complaint_group_mark"
    unproved = "up to where groups were looked for"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    complaint_id: Mapped[int] = mapped_column(BigKey)


# Tables of their own, so that the criteria on groups and complaints are not added to them.
_SEEN = GroupRecord.__table__.alias("seen_group")
OUTLINED = _SEEN.c
"""The columns of groups by which `outlines` may be narrowed further."""

_LINK = GroupComplaintRecord.__table__.alias("gathered")
_COMPLAINT = ComplaintRecord.__table__.alias("gathered_complaint")
_IN_IT = GroupComplaintRecord.__table__.alias("in_it")
_COUNTED = ComplaintRecord.__table__.alias("counted")
_IS_OWED = and_(_COUNTED.c.is_open, _COUNTED.c.status != Status.ANSWERED.value)


def _groups(viewer: Viewer, group: Any) -> ColumnElement[bool] | None:
    criteria = (_told_of(viewer, group), _within_level(viewer, group))
    found = [criterion for criterion in criteria if criterion is not None]
    return and_(*found) if found else None


def _told_of(viewer: Viewer, group: Any) -> ColumnElement[bool] | None:
    """Return what tells that an actor knows that there is a group, in an agency of theirs.

    None of the complaints that it ever had excludes them.
    """
    in_agency = viewer.may_in(Permission.SEE_GROUPS, group.agency)
    not_kept_out = _not_kept_out(viewer, group.id)
    if in_agency is None or not_kept_out is None:
        return not_kept_out if in_agency is None else in_agency
    return and_(in_agency, not_kept_out)


def _not_kept_out(viewer: Viewer, group_id: Any) -> ColumnElement[bool] | None:
    """Return what tells that no complaint that a group ever had excludes an actor."""
    not_excluded = viewer.excluding(_LINK.c.complaint_id)
    if not not_excluded:
        return None
    return ~exists().where(_LINK.c.group_id == group_id, not_(and_(*not_excluded)))


def _within_level(viewer: Viewer, group: Any) -> ColumnElement[bool] | None:
    """Return what tells that each complaint that a group ever had reached an actor's level.

    What a group is called, and what is written of it, tells of all of them. What excludes the
    actor, or went to another agency, does not count here.
    """
    # What is lent reaches one complaint after the other, none that its lender is kept out of.
    sees_all = viewer.may_alone_in(Permission.SEE_ALL, group.agency)
    if sees_all is None or not viewer.waits_for_level:
        return sees_all
    is_beyond = exists().where(
        _LINK.c.group_id == group.id,
        _COMPLAINT.c.id == _LINK.c.complaint_id,
        _COMPLAINT.c.agency == group.agency,
        not_(sees_complaint(viewer, _COMPLAINT.c)),
        *viewer.excluding(_COMPLAINT.c.id),
    )
    return or_(sees_all, ~is_beyond)


def outlines(viewer: Viewer) -> Select[Any]:
    """Return what an actor is told of the groups of an `agency` of which they know.

    It is their key, category and state, whether they see the rest (`is_whole`), and figures of all
    that each gathers, or is proposed for it: how many complaints there are, how many of them the
    actor does not see, when the first came of those that wait for their answer, and, of the whole
    alone, the next date that is owed.
    """
    within_level = _within_level(viewer, _SEEN.c)
    is_whole = true() if within_level is None else within_level
    is_unseen = not_(sees_complaint(viewer, _COUNTED.c))
    due = case((is_whole, func.min(case((_IS_OWED, _COUNTED.c.due_at)))))
    in_it = and_(
        _IN_IT.c.group_id == _SEEN.c.id,
        _IN_IT.c.left_at.is_(None),
        _IN_IT.c.is_proposed == _SEEN.c.state.in_(UNGATHERED),
    )
    return (
        select(
            *(_SEEN.c.id, _SEEN.c.category, _SEEN.c.state, is_whole.label("is_whole")),
            func.count(_COUNTED.c.id).label("complaints"),
            func.count(case((is_unseen, _COUNTED.c.id))).label("unseen"),
            func.min(case((_IS_OWED, _COUNTED.c.received_at))).label("waits_since"),
            due.label("due_at"),
        )
        .select_from(_SEEN)
        .outerjoin(_IN_IT, in_it)
        .outerjoin(_COUNTED, _COUNTED.c.id == _IN_IT.c.complaint_id)
        .where(*_of_agency(viewer))
        .group_by(_SEEN.c.id)
    )


def outlined_sizes(viewer: Viewer) -> Select[str, int]:
    """Return how many groups of an `agency` an actor knows of, in each state."""
    return select(_SEEN.c.state, func.count()).where(*_of_agency(viewer)).group_by(_SEEN.c.state)


def _of_agency(viewer: Viewer) -> list[ColumnElement[bool]]:
    told_of = _told_of(viewer, _SEEN.c)
    known = [] if told_of is None else [told_of]
    return [_SEEN.c.agency == bindparam("agency"), *known]


def hidden_of_group(viewer: Viewer) -> Select[Any]:
    """Return the complaints that a `group` ever had and of which an actor is told nothing.

    Those that another agency has by now keep nobody who sees all of the agency from anything.
    """
    is_elsewhere = _COMPLAINT.c.agency != _SEEN.c.agency
    saw_all = viewer.may_in(Permission.SEE_ALL, _SEEN.c.agency)
    of_agency = is_elsewhere if saw_all is None else and_(is_elsewhere, saw_all)
    was_seen = and_(of_agency, *viewer.excluding(_COMPLAINT.c.id))
    return (
        select(_COMPLAINT.c.id)
        .join(_LINK, _LINK.c.complaint_id == _COMPLAINT.c.id)
        .join(_SEEN, _SEEN.c.id == _LINK.c.group_id)
        .where(_SEEN.c.id == bindparam("group"))
        .where(not_(or_(sees_complaint(viewer, _COMPLAINT.c), was_seen)))
        .limit(1)
    )


def _of_group(viewer: Viewer, record: Any) -> ColumnElement[bool] | None:
    seen = _groups(viewer, _SEEN.c)
    return None if seen is None else exists().where(_SEEN.c.id == record.group_id, seen)


def _in_known_group(viewer: Viewer, record: Any) -> ColumnElement[bool] | None:
    return _not_kept_out(viewer, record.group_id)


ROW_RULES = (
    RowRule((GroupRecord,), _groups),
    RowRule((OfGroup,), _of_group),
    RowRule((GroupComplaintRecord,), _in_known_group),
    seen_by_all(GroupMarkRecord),
)
"""Groups, and all that belongs to them, are seen by the people of their agency alone.

Whom any complaint that a group ever had concerns finds no such group: neither decides on it, leads
it nor answers for it. Whoever answers at a higher level sees it once all of its complaints reached
it, and its outline before.
"""
