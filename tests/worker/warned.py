"""Complaints whose answers come due, the mornings on which to warn of them, and who was."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import select

from portal.complaints.handling import casework
from portal.complaints.records.message import NoticeRecord
from portal.complaints.records.people import UserRecord
from portal.domain.actor import PORTAL
from portal.runtime import Runtime
from portal.worker.warnings import Warner
from tests.complaints.cases import act
from tests.support import file

# Filed on Tuesday 24 November, 20 working days: the tenth is 8 December, the sixteenth the 16th.
THE_EVENING_OF_HALF = datetime(2026, 12, 8, 21, 30, tzinfo=UTC)
THE_MORNING_AFTER_HALF = datetime(2026, 12, 9, 13, 30, tzinfo=UTC)
THE_MORNING_AFTER_80 = datetime(2026, 12, 17, 13, 30, tzinfo=UTC)
THE_LAST_EVENING = datetime(2026, 12, 22, 23, 0, tzinfo=UTC)


def filed(runtime: Runtime, category: str = "other") -> str:
    return file(runtime, category=category, reply_by="none", email="").number


def in_charge(runtime: Runtime, count: int) -> list[str]:
    """File so many complaints that only their answers are owed of; return their numbers."""
    numbers = [filed(runtime) for _ in range(count)]
    for number in numbers:
        act(runtime, number, casework.record_first_contact)
    return numbers


def notices(runtime: Runtime) -> list[tuple[str, str, int | None]]:
    """Return of each notice its kind, whom it waits for, and the share that it warns of."""
    with runtime.reading(PORTAL) as session:
        found = session.execute(
            select(NoticeRecord, UserRecord)
            .join(UserRecord, UserRecord.id == NoticeRecord.user_id)
            .order_by(NoticeRecord.id)
        )
        return [(one.kind, user.email, one.params.get("percent")) for one, user in found]


def warned(runtime: Runtime, now: datetime) -> list[int | None]:
    """Let a worker that has just started warn; return the shares that wait to be told."""
    Warner(runtime).warn(now)
    return [percent for _, _, percent in notices(runtime)]
