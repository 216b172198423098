"""What sends a letter each time it changes changes a few times an hour, by whomever."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from portal.complaints.queries.lately import happened_since
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work
from portal.domain.errors import TooManyChangesError
from portal.domain.history import EntryKind

_HOUR = timedelta(hours=1)


def ensure_seldom(
    work: Work, complaint: ComplaintRecord, kinds: Collection[EntryKind], an_hour: int
) -> None:
    """Raise TooManyChangesError where entries of these kinds were made so often within an hour."""
    lately = happened_since(work.session, complaint.id, kinds, work.now - _HOUR)
    if len(lately) >= an_hour:
        raise TooManyChangesError
