"""Who opened a complaint: everybody is written down, and who else has it open is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, and_, bindparam, exists, or_, select

from portal.complaints.queries.of_complaint import COMPLAINT_ID
from portal.complaints.records.people import AccessLogRecord, MembershipRecord, UserRecord
from portal.db.entering import enter_rows
from portal.db.reads import Read, Rows
from portal.domain.permissions import EVERYWHERE, ROLE_PERMISSIONS, Permission

A_MOMENT = timedelta(minutes=10)
"""How long somebody counts as reading what they opened."""


class Present(Struct, frozen=True):
    """Somebody who has the complaint open: what they opened of it last, and when."""

    user_id: int
    name: str
    what: str
    at: datetime


def _present(openings: Rows) -> tuple[Present, ...]:
    """Return who opened it, whoever came last first."""
    last: dict[int, Present] = {}
    for user_id, name, what, at in reversed(openings):
        last.setdefault(user_id, Present(user_id, name, what, at))
    return tuple(last.values())


READING = ("case", "document", "letter", "ready_file")
"""What people open to read; anything else they open to do something."""

_LOG, _MEMBER = AccessLogRecord, MembershipRecord
_EVERYWHERE = [role.value for role in EVERYWHERE if Permission.SEE_ALL in ROLE_PERMISSIONS[role]]
_IS_STILL_HERE = exists().where(
    _MEMBER.user_id == _LOG.user_id,
    or_(
        _MEMBER.agency == bindparam("agency"),
        and_(_MEMBER.agency.is_(None), _MEMBER.role.in_(_EVERYWHERE)),
    ),
)
"""Whoever opened it still is something to the `agency` that has it now."""

_PROTECTING = [
    role.value
    for role, permissions in ROLE_PERMISSIONS.items()
    if permissions & {Permission.PROTECT, Permission.PROTECT_ABOVE}
]
_IS_NOT_TOLD = and_(
    _LOG.what.in_(READING),
    exists().where(
        _MEMBER.user_id == _LOG.user_id,
        _MEMBER.agency == bindparam("agency"),
        _MEMBER.role.in_(_PROTECTING),
    ),
)
"""Who protects people reads reports as one reads a complaint: that they read it, nobody is told."""

PRESENT = Read(
    (
        select(_LOG.id, _LOG.user_id, UserRecord.name, _LOG.what, _LOG.at)
        .join(UserRecord, UserRecord.id == _LOG.user_id)
        .where(
            _LOG.complaint_id == COMPLAINT_ID,
            _LOG.user_id != bindparam("reader"),
            _LOG.at > bindparam("a_moment_ago"),
            _LOG.at <= bindparam("now"),
            UserRecord.is_active,
            _IS_STILL_HERE,
            ~_IS_NOT_TOLD,
        ),
    ),
    _present,
)
"""Who else of the agency that has the complaint opened it `a_moment_ago`, until now.

Whoever leads the service, or the agency, is told of where they do something alone.
"""


def enter_openings(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add the rows of the access log that tell who opened what."""
    enter_rows(connection, AccessLogRecord, rows)
