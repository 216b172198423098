"""When something happened to a complaint lately, by its history."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.records.message import HistoryEntryRecord
from portal.domain.history import EntryKind

_H = HistoryEntryRecord


def happened_since(
    session: Session, complaint_id: int, kinds: Collection[EntryKind], since: datetime
) -> list[datetime]:
    """Return when entries of these kinds were made after a moment, in any order."""
    of_it = (_H.complaint_id == complaint_id, _H.kind.in_([kind.value for kind in kinds]))
    return list(session.scalars(select(_H.at).where(*of_it, _H.at > since)))
