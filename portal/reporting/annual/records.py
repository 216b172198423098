"""Annual reports as they were published, and the words on why that were asked for and written."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    LargeBinary,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, BigKey
from portal.db.row_filter import RowRule, seen_by_all
from portal.db.viewer import Viewer
from portal.domain.permissions import Permission


class AnnualReportRecord(Base):
    """A report of a year, as it was published: `number` counts its editions from 1.

    `agency` is empty where it is of all together, `until` the last quarter that it has. `content`
    is JSON in both languages, `sources` what it was made from: a report is made anew only if these
    are others. The sheets are kept as their bytes stand. All of it is signed by digests, with the
    digest of the edition before.
    """

    __tablename__ = "annual_report"
    __table_args__ = (UniqueConstraint("year", "agency", "number"),)

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    year: Mapped[int] = mapped_column(SmallInteger)
    agency: Mapped[str] = mapped_column(String(20))
    number: Mapped[int] = mapped_column(SmallInteger)
    until: Mapped[int] = mapped_column(SmallInteger)
    definitions: Mapped[str] = mapped_column(String(10))
    made_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Text)
    reason_en: Mapped[str] = mapped_column(Text)
    sources: Mapped[str] = mapped_column(Text)
    content: Mapped[str] = mapped_column(Text)
    pdf_fr: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    pdf_en: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    digest: Mapped[str] = mapped_column(String(64))
    previous: Mapped[str] = mapped_column(String(64))
    signature: Mapped[bytes]


class AnnualRequestRecord(Base):
    """That an agency, or whoever answers for all, was asked for words on a year, by which day."""

    __tablename__ = "annual_request"

    year: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    agency: Mapped[str] = mapped_column(String(20), primary_key=True)
    asked_at: Mapped[datetime]
    due_on: Mapped[date]


class AnnualWordsRecord(Base):
    """What somebody wrote on why a year was as it was; what is written later stands beside it.

    Words that are empty in both languages say that those before were taken back.
    Whoever writes it knows that it is for everybody: until it is published it is their agency's.
    """

    __tablename__ = "annual_words"
    __table_args__ = (UniqueConstraint("year", "agency", "number"),)

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    year: Mapped[int] = mapped_column(SmallInteger)
    agency: Mapped[str] = mapped_column(String(20))
    number: Mapped[int] = mapped_column(SmallInteger)
    text: Mapped[str] = mapped_column(Text)
    text_en: Mapped[str] = mapped_column(Text)
    post: Mapped[str] = mapped_column(Text)
    post_en: Mapped[str] = mapped_column(Text)
    """The function of whoever wrote it, as everybody reads it."""
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    written_at: Mapped[datetime]


def _own(viewer: Viewer, record: Any) -> ColumnElement[bool] | None:
    return viewer.may_in(Permission.SEE_OVERVIEW, record.agency)


ROW_RULES = (
    seen_by_all(AnnualReportRecord),
    RowRule((AnnualRequestRecord, AnnualWordsRecord), _own),
)
"""A report is everybody's; what was asked and written for it, theirs who see the figures."""
