"""Whom a number and an access code open a complaint for."""

from __future__ import annotations

import hmac

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.records.complaint import ComplaintRecord
from portal.domain.errors import UnknownComplaintError
from portal.domain.number import read_code, read_number
from portal.keyring import Keyring

CODE_PURPOSE = "access code"


def complaint_opened_by(
    session: Session, keyring: Keyring, typed_number: str, typed_code: str
) -> tuple[int, str]:
    """Return the id and number of the complaint that a number and a code open together.

    Raise UnknownComplaintError otherwise, without telling which of the two was wrong: both are
    hashed and compared whether or not the number exists.
    """
    number = read_number(typed_number) or ""
    row = session.execute(
        select(ComplaintRecord.id, ComplaintRecord.access_code_hash).where(
            ComplaintRecord.number == number
        )
    ).one_or_none()
    hashed = keyring.hashed(read_code(typed_code), CODE_PURPOSE)
    if row is None or not hmac.compare_digest(row.access_code_hash, hashed):
        raise UnknownComplaintError
    return row.id, number
