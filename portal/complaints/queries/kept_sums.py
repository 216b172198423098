"""The rows of complaints added up anew, some complaints at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import cast

from sqlalchemy import RowMapping, Table, select
from sqlalchemy.orm import Session

from portal.complaints.records.complaint import ComplaintRecord
from portal.db.base import Base
from portal.db.proved_rows import (
    OWNER,
    hashes_fit,
    proved_columns,
    proved_records,
    row_hash,
    sum_text,
)
from portal.db.signed_rows import key_of_sums
from portal.keyring import Keyring


def sums_of(session: Session, keyring: Keyring, numbers: Mapping[int, str]) -> Mapping[int, str]:
    """Return the sum of all rows of complaints, whose numbers are told by their ids.

    What does not open is added as what stands in its place, and what is found by another hash than
    its own is left out, so that the sum is another.
    """
    sums, key = defaultdict[int, int](int), key_of_sums(keyring)
    for record in proved_records():
        for row in _rows(session, record, list(numbers)):
            owner, values = row["owner"], dict(row)
            if hashes_fit(keyring, record, values):
                sums[owner] += row_hash(key, numbers[owner], record, values)
    return {complaint_id: sum_text(total) for complaint_id, total in sums.items()}


def _rows(session: Session, record: type[Base], ids: Sequence[int]) -> Sequence[RowMapping]:
    table = cast("Table", record.__table__)
    owner = table.c.id if record is ComplaintRecord else table.c[OWNER]
    columns = (table.c[name] for name in (*proved_columns(record), *record.hash_of))
    statement = select(owner.label("owner"), *columns).where(owner.in_(ids))
    return session.execute(statement).mappings().all()
