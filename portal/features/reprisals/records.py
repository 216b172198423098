"""Where a report of reprisals is kept: sealed, under a name that tells nothing without the keys."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, String, false
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, BigKey, SealedJson, index_of_few
from portal.db.row_filter import RowRule
from portal.db.viewer import Viewer
from portal.domain.permissions import Permission


class ProtectionFileRecord(Base):
    """A file: `of` is a keyed hash of its complaint, `place` one of the agency that has it.

    `is_owed` is whether something is still to be done for the person. It refers to no other row,
    and has no moment in clear: beside the complaint it would tell which one has a report.
    """

    __tablename__ = "protection_file"
    __table_args__ = (index_of_few("ix_protection_file_owed", "place", only="is_owed"),)

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    of: Mapped[str] = mapped_column(String(32), unique=True)
    place: Mapped[str] = mapped_column(String(32))
    is_owed: Mapped[bool]
    content: Mapped[Any] = mapped_column(SealedJson("protection_file.content"))


def _files(viewer: Viewer, _record: Any) -> ColumnElement[bool] | None:
    """Return what keeps files from everybody who protects nobody: no query of theirs finds one.

    Which of them somebody who does may know of, a file tells once it is open, see `queries`.
    """
    return false() if viewer.may_nowhere(Permission.PROTECT) else None


SEEN_BY_PROTECTORS = RowRule((ProtectionFileRecord,), _files)
"""Who reaches files by a query; the complainant's own is opened by the portal."""
