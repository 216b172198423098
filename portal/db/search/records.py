"""What the index is made of: texts, segments of many texts, and their blocks."""

from __future__ import annotations

from datetime import datetime
from enum import IntEnum

from sqlalchemy import Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, BigKey, OfComplaint, index_of_few


class Place(IntEnum):
    """Where the stems of a text are."""

    WAITING = 0
    """With its row."""
    MERGED = 1
    """In a segment."""
    FORGOTTEN = 2
    """In a segment still, and found by nobody: its agency has the text no more."""


class SearchTextRecord(OfComplaint, Base):
    """A text that an agency finds a complaint by; the newer, the greater its id.

    `words` are its stems while it waits, sealed.
    """

    __tablename__ = "search_text"
    unproved = "the index to search by: made anew from the texts"
    __table_args__ = (index_of_few("ix_search_text_waiting", "agency", "id", only="place <> 1"),)

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    agency: Mapped[str] = mapped_column(String(20))
    place: Mapped[int] = mapped_column(Integer, default=Place.WAITING)
    words: Mapped[bytes | None] = mapped_column(LargeBinary)


class SearchSegmentRecord(Base):
    """Many texts of an agency, by their stems: never changed, replaced by one of more texts.

    One that is not in use is being written, or was replaced; its blocks go an hour after
    `since`. `starts` are the first stem of each of its blocks, sealed.
    """

    __tablename__ = "search_segment"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=False)
    agency: Mapped[str] = mapped_column(String(20), index=True)
    texts: Mapped[int] = mapped_column(Integer)
    in_use: Mapped[bool]
    since: Mapped[datetime]
    starts: Mapped[bytes | None] = mapped_column(LargeBinary)


class SearchBlockRecord(Base):
    """A block of a segment, sealed for its place: all are of one length."""

    __tablename__ = "search_block"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=False)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class SearchRebuildRecord(Base):
    """Where the index is made anew, from the newest complaint to the oldest; a row while it is.

    Complaints from `reached` on are found; the work began at `newest`. Texts made anew get ids
    below all others, `last_text` is the lowest.
    """

    __tablename__ = "search_rebuild"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    reached: Mapped[int] = mapped_column(BigKey)
    newest: Mapped[int] = mapped_column(BigKey)
    last_text: Mapped[int] = mapped_column(BigKey)
