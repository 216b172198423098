"""Which rows prove what a complaint is, and what is hashed of each, so that they can be added up.

Every table of what belongs to a complaint is among them, every column too, unless its class says in
`unproved` why not: of some columns, or of all. What is new is proved without anybody's doing.
Keyed hashes of a proved column (`hash_of`) are not hashed again, but have to be what they say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from hashlib import blake2b
from typing import Any, cast

import orjson
from sqlalchemy import Column, Table
from sqlalchemy.sql.elements import False_

from portal.db.base import Base, KeyedDigest
from portal.keyring import Keyring

WHOLE, OWNER = "complaint", "complaint_id"
"""The table of complaints, and what names the complaint of a row of any other."""
_NUMBERS = 1 << 256
"""How many sums there are: hashes of 32 bytes are added up within as many."""


def proved_records() -> Iterator[type[Base]]:
    """Yield the classes whose rows prove something of a complaint."""
    records: Iterator[type[Base]] = (mapper.class_ for mapper in Base.registry.mappers)
    yield from filter(proved_columns, records)


@cache
def whole_record() -> type[Base]:
    """Return the class of complaints."""
    return next(record for record in proved_records() if record.__tablename__ == WHOLE)


@cache
def proved_columns(record: type[Base]) -> tuple[str, ...]:
    """Return the columns of a class that prove something; none of what is no complaint's.

    Keys name a row and say nothing of it, and whose it is goes with each hash.
    """
    is_of_complaints = record.__tablename__ == WHOLE or OWNER in record.__table__.c
    if isinstance(record.unproved, str) or not is_of_complaints:
        return ()
    named = (column.key for column in record.__table__.c if not column.primary_key)
    beside = {OWNER, *record.unproved, *record.proved_elsewhere, *record.hash_of}
    return tuple(sorted({*named} - beside))


@cache
def values_unless_told(record: type[Base]) -> Mapping[str, Any]:
    """Return what the columns of a class hold where nobody says it, as far as that is something."""
    columns = (cast("Table", record.__table__).c[name] for name in proved_columns(record))
    defaults = ((column.key, _default(column)) for column in columns)
    return {name: value for name, value in defaults if value is not None}


def _default(column: Column[Any]) -> Any:
    if column.default is not None:
        told = cast("Any", column.default).arg
        return told(None) if callable(told) else told
    if column.server_default is None:
        return None
    told = cast("Any", column.server_default).arg
    assert isinstance(told, False_), f"{column} has a default that only the database knows"
    return False


def row_hash(key: bytes, number: str, record: type[Base], values: Mapping[str, Any]) -> int:
    """Return the keyed hash of a row of the complaint with this number, as a number to add up.

    It covers what is there: a column that is empty might as well not be.
    """
    filled = ((name, values.get(name)) for name in proved_columns(record))
    told = {name: _as_written(value) for name, value in filled if value is not None}
    said = orjson.dumps([number, record.__tablename__, told], option=orjson.OPT_SORT_KEYS)
    return int.from_bytes(blake2b(said, key=key, digest_size=32).digest())


def hashes_fit(keyring: Keyring, record: type[Base], values: Mapping[str, Any]) -> bool:
    """Tell whether a row, as it was read, is found by the hashes of what it says itself."""
    table = cast("Table", record.__table__)
    return all(
        values[name]
        == keyring.hashed(str(values[of]), cast("KeyedDigest", table.c[name].type).context)
        for name, of in record.hash_of.items()
    )


def _as_written(value: Any) -> Any:
    """Return a value in the one way in which it is hashed, whichever database keeps it."""
    if isinstance(value, datetime):
        return value.astimezone(UTC)
    return value.hex() if isinstance(value, bytes) else value


def sum_text(total: int) -> str:
    """Return a sum as it is stored and signed."""
    return f"{total % _NUMBERS:064x}"
