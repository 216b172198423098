"""Whether an address complained of a subject lately, found by its fingerprint alone."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select

from portal.complaints.records.complaint import COMPLAINANT, ComplaintRecord, PersonRecord

_C, _P = ComplaintRecord.__table__.c, PersonRecord.__table__.c


def complained_since(
    connection: Connection, email_hash: str, agency: str, category: str, since: datetime
) -> bool:
    """Tell whether whoever has this address complained of a subject of an agency since then."""
    before = (
        select(_C.id)
        .join_from(PersonRecord.__table__, ComplaintRecord.__table__, _C.id == _P.complaint_id)
        .where(_P.email_hash == email_hash, _P.role == COMPLAINANT)
        .where(_C.agency == agency, _C.category == category, _C.received_at >= since)
        .where(_C.parent_id.is_(None))
        .limit(1)
    )
    return connection.execute(before).first() is not None
