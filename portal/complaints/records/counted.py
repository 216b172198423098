"""Which complaints a count is made of: beside the cube, complaint by complaint."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, BigKey


class CountedComplaintRecord(Base):
    """How often a complaint was counted in one of the finest cells of the cube.

    It is kept of the measures that lead to their complaints alone. What stands here of a cell adds
    up to what the cube has of it, in each generation, and is written in the same transaction.
    """

    __tablename__ = "counted_complaint"
    unproved = "which counts it is in: made anew from the history"
    # Its rows are hardly more than their key: kept beside it, each would be written twice.
    __table_args__ = ({"sqlite_with_rowid": False},)

    generation: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    agency: Mapped[str] = mapped_column(String(20), primary_key=True)
    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    measure: Mapped[str] = mapped_column(String(60), primary_key=True)
    # No foreign key: whatever is counted is of a complaint that is there, and complaints stay.
    complaint_id: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=False)
    bucket: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    nature: Mapped[str] = mapped_column(String(20), primary_key=True)
    language: Mapped[str] = mapped_column(String(10), primary_key=True)
    region: Mapped[str] = mapped_column(String(10), primary_key=True)
    theme: Mapped[str] = mapped_column(String(40), primary_key=True)
    category: Mapped[str] = mapped_column(String(60), primary_key=True)
    channel: Mapped[str] = mapped_column(String(20), primary_key=True)
    n: Mapped[int]
