"""The signed roots over all that the histories tell."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, BigKey


class HistoryRootRecord(Base):
    """The state of the tree in one hour, as of when it last grew in it; the newest grows on.

    It covers `entries` entries of history, up to the id `last_entry_id`, and so many `openings` of
    complaints by the staff. `peaks` are the roots of the whole parts of the tree. `signature` is
    over what `portal/domain/history_tree.py` writes of it.
    """

    __tablename__ = "history_root"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    at: Mapped[datetime]
    entries: Mapped[int] = mapped_column(BigInteger)
    last_entry_id: Mapped[int] = mapped_column(BigInteger)
    root: Mapped[str] = mapped_column(String(64))
    peaks: Mapped[bytes] = mapped_column(LargeBinary)
    openings: Mapped[int] = mapped_column(BigInteger)
    last_opening_id: Mapped[int] = mapped_column(BigInteger)
    openings_hash: Mapped[str] = mapped_column(String(64))
    signature: Mapped[bytes] = mapped_column(LargeBinary)
