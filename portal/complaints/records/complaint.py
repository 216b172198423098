"""A complaint as it is stored: its people, what it raises, what was promised, its steps up.

With it stand the releases of agencies' settings: every complaint and date was promised under one.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    ForeignKey,
    Index,
    LargeBinary,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, BigKey, OfComplaint, SealedJson, SealedText, index_of_few
from portal.domain.time.clock import is_overdue
from portal.domain.time.due_date import DueDate

COMPLAINANT = "complainant"
"""The role of whoever complains, among the people of a complaint."""

OTHER = "other"
"""The role of the person for whom somebody else complains."""


class ComplaintRecord(Base):
    """A complaint as it stands: what its history adds up to.

    `due_at` is the date of the open answer clock, and after the answer that of the closing, by
    which work lists are sorted; `late_since` is the first promised date that passed without an
    answer; `holder` is the post at the present level. `urgency_why` are the words that
    make it look urgent; `urgent_since` is when a person confirmed it, until it is answered.
    `wishes_news` is whether the complainant agreed to be told once the cause is corrected.
    `name_hidden_since` is when the complainant asked that nobody release who they are.
    `head_…` is the end of its chain of history, signed with `rows_sum`: what each of its rows
    hashes to, added up. `parent_id` is the complaint that it is a part of, for what another agency
    was asked to answer: one complaint for whoever filed it, and work of its own for that agency.
    """

    __tablename__ = "complaint"
    __table_args__ = (
        Index("ix_complaint_worklist", "agency", "is_open", "due_at", "id"),
        Index("ix_complaint_assignee", "agency", "is_open", "assignee_id", "due_at", "id"),
        index_of_few("ix_complaint_waiting", "agency", "due_at", "id", only="status = 'waiting'"),
        # Both hold all that is asked of those that they count, so that no row is read for it.
        index_of_few(
            "ix_complaint_level",
            *("agency", "is_open", "level", "top_level", "due_at", "id"),
            only="level > 1",
        ),
        index_of_few(
            "ix_complaint_late",
            *("agency", "is_open", "late_since", "status", "due_at", "id"),
            only="late_since IS NOT NULL",
        ),
        index_of_few(
            "ix_complaint_written",
            *("agency", "is_open", "last_event_at", "id"),
            only="last_event = 'message_received'",
        ),
        Index("ix_complaint_received", "agency", "is_open", "received_at"),
        # It holds all that figures ask of what is open: how old it is, how quiet, about what.
        Index(
            "ix_complaint_open",
            *("agency", "received_at", "last_event_at"),
            *("filed_for", "theme", "category", "channel"),
            sqlite_where=text("is_open = 1 AND parent_id IS NULL"),
            postgresql_where=text("is_open AND parent_id IS NULL"),
        ),
        index_of_few(
            "ix_complaint_urgent",
            *("agency", "urgent_since", "id"),
            only="urgent_since IS NOT NULL",
        ),
        index_of_few("ix_complaint_urgency_found", "id", only="urgency = 'found'"),
        index_of_few("ix_complaint_parent", "parent_id", only="parent_id IS NOT NULL"),
        index_of_few(
            "ix_complaint_own_motion", "agency", "received_at", only="filed_for = 'service'"
        ),
    )

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    number: Mapped[str] = mapped_column(String(16), unique=True)
    # No foreign key: adding one would have SQLite write the whole table anew.
    parent_id: Mapped[int | None] = mapped_column(BigKey)
    agency: Mapped[str] = mapped_column(String(20))
    release_id: Mapped[int] = mapped_column(ForeignKey("agency_release.id"))
    category: Mapped[str] = mapped_column(String(60))
    theme: Mapped[str] = mapped_column(String(40))
    unit: Mapped[str | None] = mapped_column(String(60))
    status: Mapped[str] = mapped_column(String(20))
    is_open: Mapped[bool]
    level: Mapped[int]
    top_level: Mapped[int]
    holder: Mapped[str] = mapped_column(String(60))
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    channel: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(2))
    reply_by: Mapped[str] = mapped_column(String(10))
    full_answer_by_email: Mapped[bool] = mapped_column(default=False)
    filed_for: Mapped[str] = mapped_column(String(12))
    may_transfer: Mapped[bool] = mapped_column(default=False)
    needs: Mapped[list[str]] = mapped_column(default=list)
    received_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    late_since: Mapped[datetime | None]
    urgency: Mapped[str | None] = mapped_column(String(10))
    urgency_why: Mapped[str | None] = mapped_column(SealedText("complaint.urgency_why"))
    urgent_since: Mapped[datetime | None]
    taken_in_charge_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    finding: Mapped[str | None] = mapped_column(String(20))
    # What it was, once the staff said that it is no complaint; the history tells what it is.
    nature: Mapped[str | None] = mapped_column(String(20))
    # By the database: the statement that files a complaint need not say it.
    wishes_news: Mapped[bool] = mapped_column(server_default=false())
    name_hidden_since: Mapped[datetime | None]
    last_event: Mapped[str] = mapped_column(String(40))
    last_event_at: Mapped[datetime]
    subject: Mapped[str] = mapped_column(SealedText("complaint.subject"))
    story: Mapped[str] = mapped_column(SealedText("complaint.story"))
    answers: Mapped[Any] = mapped_column(SealedJson("complaint.answers"))
    access_code_hash: Mapped[str] = mapped_column(String(32))
    version: Mapped[int] = mapped_column(default=1)
    head_seq: Mapped[int]
    head_hash: Mapped[str] = mapped_column(String(64))
    # Empty by the database alone, of one that was never signed.
    rows_sum: Mapped[str] = mapped_column(String(64), server_default="")
    head_signature: Mapped[bytes] = mapped_column(LargeBinary)
    proved_elsewhere = frozenset({"head_seq", "head_hash", "rows_sum", "head_signature"})


class PersonRecord(OfComplaint, Base):
    """Somebody in a complaint: the complainant, or the person it is filed for.

    What only one agency may read is kept for it; of the complainant there is then another row with
    what the others may. The first is whole.
    """

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    role: Mapped[str] = mapped_column(String(20))
    name: Mapped[str | None] = mapped_column(SealedText("person.name"))
    email: Mapped[str | None] = mapped_column(SealedText("person.email"))
    email_hash: Mapped[str | None] = mapped_column(String(32), index=True)
    phone: Mapped[str | None] = mapped_column(SealedText("person.phone"))
    address: Mapped[str | None] = mapped_column(SealedText("person.address"))
    agreement: Mapped[str | None] = mapped_column(SealedText("person.agreement"))
    kept_for: Mapped[str | None] = mapped_column(String(20))


class IssueRecord(OfComplaint, Base):
    """One thing a complaint is about; each gets its own finding and reasons.

    `criteria` are those that the finding names, each with its words as they were: code, fr, en.
    What is `given` to the person is in their language, as they read it.
    """

    __tablename__ = "issue"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    rank: Mapped[int]
    text: Mapped[str] = mapped_column(SealedText("issue.text"))
    finding: Mapped[str | None] = mapped_column(String(20))
    reasons: Mapped[str | None] = mapped_column(SealedText("issue.reasons"))
    measure: Mapped[str | None] = mapped_column(SealedText("issue.measure"))
    given: Mapped[str | None] = mapped_column(SealedText("issue.given"))
    criteria: Mapped[list[dict[str, str]] | None] = mapped_column(JSON(none_as_null=True))


class CounterRecord(Base):
    """The last complaint number given out in a year."""

    __tablename__ = "number_counter"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


class ClockRecord(OfComplaint, Base):
    """One promise: when it started, when it runs out, and how that was counted.

    A clock is pending until it is met, missed or ended by another event; `fired` counts how many
    times its running out was acted upon. `due_at` is empty while the clock stands still. `warned`
    is the share of its time, in percent, that somebody was warned of; `warn_at` is before when it
    need not be looked at again, and empty until the worker looked at it for the first time.
    """

    __tablename__ = "clock"
    __table_args__ = (Index("ix_clock_due", "pending", "due_at", "id"),)

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    kind: Mapped[str] = mapped_column(String(30))
    level: Mapped[int]
    pending: Mapped[bool] = mapped_column(default=True)
    started_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    last_day: Mapped[date | None]
    met_at: Mapped[datetime | None]
    missed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    fired: Mapped[int] = mapped_column(default=0)
    extended: Mapped[int] = mapped_column(default=0)
    allowance: Mapped[str] = mapped_column(String(40))
    promise: Mapped[dict[str, Any]]
    explanation: Mapped[dict[str, Any]]
    release_id: Mapped[int] = mapped_column(ForeignKey("agency_release.id"))
    # By the database: the statement that files a complaint need not say it for each clock.
    warned: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    warn_at: Mapped[datetime | None]
    unproved: ClassVar[Mapping[str, str]] = {
        "warned": "of which share somebody was warned: it is told anew at worst",
        "warn_at": "before when the worker need not look",
    }

    def meet(self, at: datetime, *, is_late: bool | None = None) -> bool:
        """Stop it because what it promised was done; return whether that was in time.

        An act at the due moment itself is late, unless `is_late` says otherwise. What was missed
        before stays missed.
        """
        self.met_at, self.pending = at, False
        if is_overdue(self.due_at, at) if is_late is None else is_late:
            self.missed_at = self.missed_at or self.due_at
        return self.missed_at is None

    def set_date(self, due: DueDate) -> None:
        """Keep the date that it now has, or that it has none, and how that was counted."""
        self.explanation, self.due_at, self.last_day = due.as_facts(), due.due_at, due.last_day

    def end(self, at: datetime) -> None:
        """Stop it because what it waited for is not owed any more."""
        self.ended_at, self.pending = at, False


class EscalationRecord(OfComplaint, Base):
    """A step up in an agency. It belongs to the clock that ran out, which can cause only one.

    Whoever works at `post` sees the complaint from then on, and whoever works at `from_post` goes
    on seeing it, while `agency` has it.
    """

    __tablename__ = "escalation"
    __table_args__ = (
        Index("ix_escalation_post", "agency", "post", "complaint_id"),
        Index("ix_escalation_from_post", "agency", "from_post", "complaint_id"),
    )

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    clock_id: Mapped[int | None] = mapped_column(ForeignKey("clock.id"), unique=True)
    at: Mapped[datetime]
    # None where it went up in one before, and nobody wrote down in which.
    agency: Mapped[str | None] = mapped_column(String(20))
    # None where nobody wrote it down.
    from_post: Mapped[str | None] = mapped_column(String(60))
    from_level: Mapped[int]
    to_level: Mapped[int]
    post: Mapped[str] = mapped_column(String(60))
    reason: Mapped[str] = mapped_column(String(30))
    vacant: Mapped[list[str]] = mapped_column(default=list)


class DraftRecord(Base):
    """What a citizen typed so far, kept 30 days; opened by its cookie or its resume code.

    `receipt` is what the confirmation page shows, the access code in it until `code_until`: none
    there, none to be shown.
    """

    __tablename__ = "draft"
    __table_args__ = (
        index_of_few("ix_draft_code_until", "code_until", only="code_until IS NOT NULL"),
    )

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    secret_hash: Mapped[str] = mapped_column(String(32))
    resume_hash: Mapped[str | None] = mapped_column(String(32), unique=True)
    language: Mapped[str] = mapped_column(String(2))
    agency: Mapped[str | None] = mapped_column(String(20))
    category: Mapped[str | None] = mapped_column(String(60))
    content: Mapped[Any | None] = mapped_column(SealedJson("draft.content", instead="null"))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    sent_at: Mapped[datetime | None]
    # Counted by whoever adds or takes one away: so no document comes in while the draft is sent.
    documents: Mapped[int] = mapped_column(default=0)
    receipt: Mapped[Any | None] = mapped_column(SealedJson("draft.receipt", instead="null"))
    code_until: Mapped[datetime | None]


class CitizenSessionRecord(Base):
    """A browser that opened complaints by their codes; it ends when its row goes.

    `id` is a keyed hash of what the browser has. Which complaints it opened stands in the browser
    alone: nothing here says that two are of one person.
    """

    __tablename__ = "citizen_session"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    seen_at: Mapped[datetime]
    ends_at: Mapped[datetime] = mapped_column(index=True)


FILE, PAGE = "file", "page"


class AgencyReleaseRecord(Base):
    """Settings as they are or were in force: an agency's, or the portal's own under "_portal".

    `settings` are complete; `text` is the file they were read from. A release that was never in
    force, without `in_force_from`, is a file that changed while a page had changed the same.
    """

    __tablename__ = "agency_release"
    __table_args__ = (
        UniqueConstraint("agency", "rank"),
        Index("ix_agency_release_in_force", "in_force", "agency"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agency: Mapped[str] = mapped_column(String(20))
    rank: Mapped[int]
    settings: Mapped[dict[str, Any]]
    text: Mapped[str | None] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    plugin: Mapped[str | None] = mapped_column(String(100))
    plugin_version: Mapped[str | None] = mapped_column(String(40))
    source: Mapped[str] = mapped_column(String(200))
    in_force: Mapped[bool]
    created_at: Mapped[datetime]
    in_force_from: Mapped[datetime | None]
    # Asked for with the publication or later: open complaints get the later date of its calendar.
    dates_to_move: Mapped[bool] = mapped_column(default=False, server_default=false())
    # What complainants read of it, by language, where it is not the usual reason.
    dates_reason: Mapped[dict[str, Any] | None]
    # No foreign key: a release outlives the account of whoever published it.
    published_by: Mapped[int | None]
    # Of all of it but `in_force`: see complaints/proof/signed_releases.
    signature: Mapped[bytes | None] = mapped_column(LargeBinary)
