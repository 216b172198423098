"""What is asked of somebody of the agency, to whom it was put in turn, and who sees it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, String, and_, exists, or_
from sqlalchemy.orm import Mapped, mapped_column

from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.row_rules import seen_with_complaint
from portal.db.base import Base, BigKey, OfComplaint, SealedJson, SealedText
from portal.db.row_filter import RowRule
from portal.db.viewer import Seat, Viewer
from portal.features.information_requests.rules import Asked


class InformationRequestRecord(Base):
    """A question about a complaint; it is open until it is answered or ended.

    `shown` is what of the complaint is released to whoever is asked, as it was then, in the
    `language` of the complaint. The clock and its date are those of whoever has it now;
    `late_since` is the first date that passed. Texts of the history stand at `asked_seq`, and
    `closed_seq` for the answer or the reason it ended. It is seen by whoever was asked as well,
    who may see nothing else of the complaint.
    """

    __tablename__ = "information_request"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    complaint_id: Mapped[int] = mapped_column(BigKey, ForeignKey("complaint.id"), index=True)
    number: Mapped[str] = mapped_column(String(16))
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    asked_at: Mapped[datetime]
    asked_seq: Mapped[int]
    language: Mapped[str] = mapped_column(String(2))
    question: Mapped[str] = mapped_column(SealedText("information_request.question"))
    shown: Mapped[Any] = mapped_column(SealedJson("information_request.shown"))
    clock_id: Mapped[int] = mapped_column(ForeignKey("clock.id"), unique=True)
    due_at: Mapped[datetime]
    last_day: Mapped[date]
    late_since: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    answer: Mapped[str | None] = mapped_column(SealedText("information_request.answer"))
    ended_at: Mapped[datetime | None]
    ending: Mapped[str | None] = mapped_column(String(30))
    reason: Mapped[str | None] = mapped_column(SealedText("information_request.reason"))
    closed_seq: Mapped[int | None]

    @property
    def is_open(self) -> bool:
        """Tell whether an answer is still awaited."""
        return self.answered_at is None and self.ended_at is None


class RequestStepRecord(OfComplaint, Base):
    """To whom a request was put: one person, or whoever works at a post of the way up.

    It belongs to the clock that ran out before it, which can cause only one; the first has none.
    `level` is that of the post, 0 for somebody beside the way up.
    """

    __tablename__ = "request_step"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("information_request.id"), index=True)
    at: Mapped[datetime]
    level: Mapped[int]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    post: Mapped[str | None] = mapped_column(String(60), index=True)
    clock_id: Mapped[int | None] = mapped_column(ForeignKey("clock.id"), unique=True)

    @property
    def asked(self) -> Asked:
        """Who was asked then."""
        return Asked(self.user_id, self.post)


# Tables of their own, so that the criteria on what belongs to complaints are not added to them.
OF = ComplaintRecord.__table__.alias("asked_of")
_STEP = RequestStepRecord.__table__.alias("asked_step")
_LATER = RequestStepRecord.__table__.alias("later_step")


def asked_of(viewer: Viewer, *within: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return what tells that a request was put to the actor, or to somebody they replace.

    It is `within` what more is said of `OF`, the complaint. Whoever left an agency is asked no
    more.
    """
    complaint: Any = InformationRequestRecord.complaint_id
    return exists().where(
        _STEP.c.request_id == InformationRequestRecord.id,
        OF.c.id == complaint,
        *within,
        viewer.at_a_seat(complaint, _asked_in),
    )


def has_now(viewer: Viewer) -> ColumnElement[bool]:
    """Return what tells that a request was put last to the actor, or to somebody they replace."""
    request: Any = InformationRequestRecord
    is_later = exists().where(_LATER.c.request_id == request.id, _LATER.c.id > _STEP.c.id)
    is_theirs = viewer.at_a_seat(request.complaint_id, _put_in)
    return exists().where(_STEP.c.request_id == request.id, is_theirs, ~is_later)


def _asked_in(seat: Seat) -> ColumnElement[bool]:
    return and_(OF.c.agency == seat.agency, _put_in(seat))


def _put_in(seat: Seat) -> ColumnElement[bool]:
    return or_(_STEP.c.user_id.in_(seat.people), _STEP.c.post.in_(seat.posts))


ROW_RULES = (
    seen_with_complaint(InformationRequestRecord),
    RowRule(
        (InformationRequestRecord,),
        lambda viewer, _: asked_of(viewer),
        owner=lambda record: record.complaint_id,
        or_seen_by=True,
    ),
)
"""A request is seen with its complaint, or by whoever is asked."""


# What the history tells.
