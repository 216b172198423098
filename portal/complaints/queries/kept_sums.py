"""The rows of complaints added up anew, some complaints at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import cast

from cryptography.exceptions import InvalidTag
from sqlalchemy import RowMapping, Table, select
from sqlalchemy.orm import Session

from portal.complaints.records.complaint import ComplaintRecord
from portal.db.base import Base
from portal.db.proved_rows import OWNER, proved_columns, proved_records, row_hash, sum_text
from portal.db.signed_rows import key_of_sums
from portal.keyring import Keyring, UnknownKeyError


def sums_of(session: Session, keyring: Keyring, numbers: Mapping[int, str]) -> Mapping[int, str]:
    """Return the sum of all rows of complaints, whose numbers are told by their ids.

    One of which a row does not open has none.
    """
    try:
        return _added_up(session, key_of_sums(keyring), numbers)
    except (InvalidTag, UnknownKeyError, ValueError):
        if len(numbers) == 1:
            return {}
        ids = list(numbers)
        middle = len(ids) // 2
        halves = ({id_: numbers[id_] for id_ in half} for half in (ids[:middle], ids[middle:]))
        sums = [sums_of(session, keyring, half) for half in halves]
        return {**sums[0], **sums[1]}


def _added_up(session: Session, key: bytes, numbers: Mapping[int, str]) -> Mapping[int, str]:
    sums: dict[int, int] = defaultdict(int)
    for record in proved_records():
        for row in _rows(session, record, list(numbers)):
            owner = row["owner"]
            sums[owner] += row_hash(key, numbers[owner], record, dict(row))
    return {complaint_id: sum_text(total) for complaint_id, total in sums.items()}


def _rows(session: Session, record: type[Base], ids: Sequence[int]) -> Sequence[RowMapping]:
    table = cast("Table", record.__table__)
    owner = table.c.id if record is ComplaintRecord else table.c[OWNER]
    columns = (table.c[name] for name in proved_columns(record))
    statement = select(owner.label("owner"), *columns).where(owner.in_(ids))
    return session.execute(statement).mappings().all()
