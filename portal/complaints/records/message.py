"""What is written about a complaint: messages, documents, what waits to leave and what left.

All that happens stands in its history, append-only and chained, and in a cube of counts fed by it.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, BigKey, OfComplaint, SealedJson, SealedText, index_of_few
from portal.domain.figures.cells import WHOLE
from portal.domain.nature import Nature


class MessageRecord(OfComplaint, Base):
    """A message, an answer, a question or an internal note; `kind` and `from_citizen` say which.

    One that is kept for an agency is read there alone, and by the complainant.
    """

    __tablename__ = "message"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(20))
    from_citizen: Mapped[bool]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    body: Mapped[str] = mapped_column(SealedText("message.body"))
    history_seq: Mapped[int]
    once: Mapped[str | None] = mapped_column(String(40), unique=True)
    kept_for: Mapped[str | None] = mapped_column(String(20))


class AttachmentRecord(Base):
    """A document: first of a draft, then of the complaint it becomes.

    A part of a complaint has its own row of each that it may read; the file lies there once.
    """

    __tablename__ = "attachment"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    complaint_id: Mapped[int | None] = mapped_column(ForeignKey("complaint.id"), index=True)
    draft_id: Mapped[str | None] = mapped_column(ForeignKey("draft.id"), index=True)
    question: Mapped[str | None] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(SealedText("attachment.name"))
    content_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    file_key: Mapped[str] = mapped_column(String(64))
    sha256: Mapped[str] = mapped_column(String(64))
    added_at: Mapped[datetime]
    from_citizen: Mapped[bool] = mapped_column(default=True)
    kept_for: Mapped[str | None] = mapped_column(String(20))


class HeldMessageRecord(OfComplaint, Base):
    """An answer, a question, an extension or a closing on its way; the row goes with what leaves.

    `content` is everything that was confirmed, as its form said it, and whose it is. A complaint
    has one on its way at most; what came back is its author's, who alone reads it again.
    `confirmed_at` is when it was last confirmed, by its author or by the colleague who read it.
    """

    __tablename__ = "held_message"
    __table_args__ = (
        index_of_few("ix_held_message_leaving", "leaves_at", only="waiting = 'hold'"),
        index_of_few(
            "ix_held_message_on_its_way", "complaint_id", only="waiting <> 'author'", unique=True
        ),
    )

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    waiting: Mapped[str] = mapped_column(String(10))
    content: Mapped[Any] = mapped_column(SealedJson("held_message.content"))
    author_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    confirmed_at: Mapped[datetime]
    leaves_at: Mapped[datetime | None]
    read_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    came_back: Mapped[str | None] = mapped_column(String(20))
    came_back_at: Mapped[datetime | None]
    remark: Mapped[str | None] = mapped_column(SealedText("held_message.remark"))


_TO_POST = text("by_post AND posted_on IS NULL")


class Leased:
    """A row that waits to be sent, and is leased meanwhile: not before a moment, so often tried."""

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    not_before: Mapped[datetime]
    done: Mapped[bool] = mapped_column(default=False)
    attempts: Mapped[int] = mapped_column(default=0)


class OutboxRecord(Leased, Base):
    """A letter on its way: leased while it is being sent, kept once it has left.

    `template` names its words; `params` hold no personal data. Of one to the staff about no single
    complaint both are `sealed`: its row tells neither what of nor which it is. Of one to a
    complainant what opens something is `sealed`, beside the rest in `params`. One `by_post` is
    done as far as the mailer goes: it waits for somebody to print it and say when it was posted;
    it has a recipient, with their address, where that is not whoever complains.
    """

    __tablename__ = "outbox"
    unproved = "what is sent, and whether it was: the history tells what happened"
    __table_args__ = (
        Index("ix_outbox_waiting", "done", "not_before", "id"),
        Index(
            "ix_outbox_to_post",
            "complaint_id",
            sqlite_where=_TO_POST,
            postgresql_where=_TO_POST,
        ),
    )

    template: Mapped[str] = mapped_column(String(40))
    complaint_id: Mapped[int | None] = mapped_column(ForeignKey("complaint.id"))
    recipient: Mapped[str | None] = mapped_column(SealedText("outbox.recipient"))
    language: Mapped[str] = mapped_column(String(2))
    params: Mapped[dict[str, Any]]
    sealed: Mapped[Any | None] = mapped_column(SealedJson("outbox.sealed"))
    message_id: Mapped[str] = mapped_column(String(120))
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    problem: Mapped[str | None] = mapped_column(String(200))
    # By the database: the statement that files a complaint need not say it of an e-mail.
    by_post: Mapped[bool] = mapped_column(server_default=false())
    posted_on: Mapped[date | None]


class NoticeRecord(OfComplaint, Base):
    """One thing to tell one person, written with what it tells and gone with the letter.

    `kind` is the letter that tells it alone; `params` hold no personal data. A warning names the
    clock that it warns of.
    """

    __tablename__ = "notice"
    unproved = "on its way to somebody of the staff, and goes when it left"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    clock_id: Mapped[int | None] = mapped_column(ForeignKey("clock.id"))
    kind: Mapped[str] = mapped_column(String(40))
    params: Mapped[dict[str, Any]]
    at: Mapped[datetime]


class HistoryEntryRecord(OfComplaint, Base):
    """Something that happened, when, and by whom.

    `at` is when it counts as having happened, `recorded_at` the machine's own time. `facts` hold
    no personal data. `digest` covers the entry with its salt; `hash` covers `prev` and the digest.
    """

    __tablename__ = "history_entry"
    unproved = "proved by its own chain"
    __table_args__ = (
        UniqueConstraint("complaint_id", "seq"),
        index_of_few(
            "ix_history_entry_plugin_failed", "at", "complaint_id", only="kind = 'plugin_failed'"
        ),
    )

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    # Without an index of its own: the unique constraint begins with it.
    complaint_id: Mapped[int] = mapped_column(BigKey, ForeignKey("complaint.id"))
    seq: Mapped[int]
    kind: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(12))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    public: Mapped[bool]
    facts: Mapped[dict[str, Any]]
    salt: Mapped[bytes] = mapped_column(LargeBinary)
    digest: Mapped[str] = mapped_column(String(64))
    prev: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class ReportCountRecord(Base):
    """How many times a measure fell into a bucket, for an agency's month, and what it was about.

    Rows without one of its parts, such as a language, count all of these together: see `LAYERS`.
    The key begins as these are read, so that what is counted finer is passed over. Each nature
    stands apart. Of two generations one is in force, as a mark says.
    """

    __tablename__ = "report_count"
    __table_args__ = (
        # It holds all that is asked of how many were received, about what and by which channel.
        index_of_few(
            "ix_report_count_received",
            *("generation", "nature", "language", "region", "agency", "month"),
            *("theme", "category", "channel", "n"),
            only="measure = 'received'",
        ),
        # Its rows are hardly more than their key: kept beside it, each would be written twice.
        {"sqlite_with_rowid": False},
    )

    generation: Mapped[int] = mapped_column(
        primary_key=True, autoincrement=False, default=0, server_default="0"
    )
    agency: Mapped[str] = mapped_column(String(20), primary_key=True)
    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    nature: Mapped[str] = mapped_column(
        String(20), primary_key=True, default=Nature.COMPLAINT.value
    )
    language: Mapped[str] = mapped_column(String(10), primary_key=True, default=WHOLE)
    region: Mapped[str] = mapped_column(String(10), primary_key=True, default=WHOLE)
    theme: Mapped[str] = mapped_column(String(40), primary_key=True)
    category: Mapped[str] = mapped_column(String(60), primary_key=True)
    channel: Mapped[str] = mapped_column(String(20), primary_key=True)
    measure: Mapped[str] = mapped_column(String(60), primary_key=True)
    bucket: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    n: Mapped[int]


class DraftCountRecord(Base):
    """How many drafts were begun on a day, and how many of those were sent since: of whom, nowhere.

    Each row counts by one thing alone: all, those of a language, or those for an agency. Nothing
    orders the rows, not even when they were written.
    """

    __tablename__ = "draft_count"
    __table_args__ = ({"sqlite_with_rowid": False},)

    day: Mapped[date] = mapped_column(primary_key=True)
    cut: Mapped[str] = mapped_column(String(10), primary_key=True)
    value: Mapped[str] = mapped_column(String(20), primary_key=True)
    begun: Mapped[int]
    sent: Mapped[int]


class ReportRecountRecord(Base):
    """How far the counts are made anew, while they are: there is one row then, and none otherwise.

    Complaints up to `last` are counted one after the other, `next` being the next one, each up to
    the history entry `reached`; then the other layers of each month of an agency, of which `agency`
    and `month` are the last that are made. `definitions` is the version of what is counted.
    """

    __tablename__ = "report_recount"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    definitions: Mapped[str] = mapped_column(String(10))
    generation: Mapped[int]
    reached: Mapped[int] = mapped_column(BigKey)
    next: Mapped[int] = mapped_column(BigKey)
    last: Mapped[int] = mapped_column(BigKey)
    complaints: Mapped[int] = mapped_column(BigKey)
    agency: Mapped[str] = mapped_column(String(20))
    month: Mapped[str] = mapped_column(String(7))


class ReportMarkRecord(Base):
    """Up to which history entry the counts are made.

    Under other names, how often something else moved that everybody sees.
    """

    __tablename__ = "report_mark"

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    entry_id: Mapped[int] = mapped_column(BigKey)
