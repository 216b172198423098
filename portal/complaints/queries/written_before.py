"""Whether the staff wrote down another complaint of the same person a few days ago."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import Connection, Table, select

from portal.complaints.records.complaint import COMPLAINANT, ComplaintRecord, PersonRecord
from portal.domain.complaint import Channel
from portal.keyring import Keyring

_WITHIN = timedelta(days=5)
_C, _P = (cast("Table", record.__table__).c for record in (ComplaintRecord, PersonRecord))


def wrote_down_another(
    connection: Connection, keyring: Keyring, email: str, agency: str, now: datetime
) -> bool:
    """Tell whether an agency's staff wrote down another one of whoever has this address.

    Nobody without an address is known again: how else they are reached is sealed.
    """
    if not email:
        return False
    same = (_P.email_hash == keyring.hashed(email.lower(), "email"), _P.role == COMPLAINANT)
    lately = (_C.agency == agency, _C.received_at > now - _WITHIN, _C.channel != Channel.WEB.value)
    found = select(_C.id).join(_P.complaint_id.table, _P.complaint_id == _C.id)
    return connection.scalar(found.where(*same, *lately).limit(1)) is not None
