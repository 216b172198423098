"""Who opened a complaint: everybody is written down, and who else has it open is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, bindparam, select

from portal.complaints.queries.of_complaint import COMPLAINT_ID
from portal.complaints.records.people import AccessLogRecord, UserRecord
from portal.db.entering import enter_rows
from portal.db.reads import Read, Rows

A_MOMENT = timedelta(minutes=10)
"""How long somebody counts as reading what they opened."""


class Present(Struct, frozen=True):
    """Somebody who has the complaint open: what they opened of it last, and when."""

    name: str
    what: str
    at: datetime


def _present(openings: Rows) -> tuple[Present, ...]:
    """Return who opened it, whoever came last first."""
    last: dict[int, Present] = {}
    for user_id, name, what, at in reversed(openings):
        last.setdefault(user_id, Present(name, what, at))
    return tuple(last.values())


_LOG = AccessLogRecord
PRESENT = Read(
    (
        select(_LOG.id, _LOG.user_id, UserRecord.name, _LOG.what, _LOG.at)
        .join(UserRecord, UserRecord.id == _LOG.user_id)
        .where(
            _LOG.complaint_id == COMPLAINT_ID,
            _LOG.user_id != bindparam("reader"),
            _LOG.at > bindparam("a_moment_ago"),
            _LOG.at <= bindparam("now"),
        ),
    ),
    _present,
)
"""Who else opened the complaint `a_moment_ago`, until now."""


def enter_openings(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add the rows of the access log that tell who opened what."""
    enter_rows(connection, AccessLogRecord, rows)
