"""What follows from a complaint in the transaction that enters it, in its complainant's name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from sqlalchemy import Connection

from portal.agencies.registry import Registry
from portal.complaints.every_feature import Features
from portal.complaints.letters.letters import store_notices
from portal.complaints.queries.staff import Staff
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work, complaint_by_number
from portal.db.engine import Database
from portal.domain.actor import complainant

Then = Callable[[Work, ComplaintRecord], None]


class Office(Protocol):
    """Where it is written, and who takes part."""

    database: Database
    agencies: Registry
    features: Features


def go_on(
    office: Office,
    connection: Connection,
    number: str,
    complaint_id: int,
    now: datetime,
    following: Sequence[Then],
) -> None:
    """Do what follows from a complaint that was just entered; for most that is nothing."""
    if not following:
        return
    owner, database = complainant(complaint_id), office.database
    with database.going_on(connection, owner) as session:
        complaint = complaint_by_number(session, number, held=True)
        excluded = office.features.excluded(session, [complaint_id]).get(complaint_id, ())
        staff = Staff(now).excluding(excluded)
        means = (session, database.keyring, office.agencies, owner, now, staff, office.features)
        work = Work(*means)
        for act in following:
            act(work, complaint)
        told = [notice for notice in work.notices if notice["user_id"] not in staff.excluded]
        store_notices(session, told)
