"""The sum of a complaint's rows, kept with each change and signed with the end of its history.

Whoever changes, removes or adds a row past the portal has no key for its hash: the sum no longer
fits, whatever the portal does afterwards, because it only takes away what it read and adds what it
wrote. `complaints/queries/kept_sums` adds the rows up anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import event, inspect, select
from sqlalchemy.orm import InstanceState, Session
from sqlalchemy.orm.base import NEVER_SET, NO_VALUE

from portal.db.base import Base
from portal.db.proved_rows import (
    OWNER,
    proved_columns,
    row_hash,
    sum_text,
    values_unless_told,
    whole_record,
)
from portal.db.row_filter import NARROWED, PortalSession, as_the_portal
from portal.domain.history import Head
from portal.keyring import Keyring

Rows = Mapping[type[Base], Iterable[Mapping[str, Any]]]

_HELD = "complaints whose sums are held"


def key_of_sums(keyring: Keyring) -> bytes:
    """Return the key by which rows are hashed."""
    return keyring.secret("rows of complaints")


def sum_of_new(keyring: Keyring, number: str, rows: Rows) -> str:
    """Return the sum of a complaint's first rows, which say nothing of what is as ever."""
    key = key_of_sums(keyring)
    hashes = (
        row_hash(key, number, record, {**values_unless_told(record), **row})
        for record, own in rows.items()
        if proved_columns(record)
        for row in own
    )
    return sum_text(sum(hashes))


def signed_end(keyring: Keyring, head: Head) -> dict[str, Any]:
    """Return the columns of a complaint that say where its history ends, signed."""
    return {
        "head_seq": head.seq,
        "head_hash": head.hash,
        "rows_sum": head.rows,
        "head_signature": keyring.sign(head.message),
    }


def note_held(session: Session, complaints: Iterable[Any]) -> None:
    """Note that nobody else changes these complaints: their sums are as they were read."""
    session.info.setdefault(_HELD, set()).update(complaint.id for complaint in complaints)


@event.listens_for(PortalSession, "before_flush")
def sign_before_each_flush(session: Session, *_: Any) -> None:
    """Bring the sums in line with what is about to be written, and sign them."""
    changes = _Changes(session)
    for row in session.new:
        changes.add(row, None, _now(row))
    for row in session.dirty:
        if before := _before(session, row):
            changes.add(row, before, _now(row))
    for row in session.deleted:
        changes.add(row, _before(session, row) or _now(row), None)
    changes.keep()


class _Changes:
    """What is added to the sums of complaints, and taken from them, before a flush."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._keyring: Keyring = session.get_bind().dialect.keyring  # type: ignore[attr-defined]
        self._key = key_of_sums(self._keyring)
        self._sums: dict[Any, int] = defaultdict(int)

    def add(self, row: Any, before: dict[str, Any] | None, after: dict[str, Any] | None) -> None:
        """Take a row as it was from its complaint's sum, and add it as it is."""
        record: type[Base] = type(row)
        if not proved_columns(record):
            return
        for values, sign in ((before, -1), (after, 1)):
            complaint = self._complaint_of(row, values)
            if values is not None and complaint is not None:
                hashed = row_hash(self._key, complaint.number, record, values)
                self._sums[complaint] += sign * hashed

    def keep(self) -> None:
        """Write the sums down, signed."""
        for complaint, change in self._sums.items():
            before = int(self._held_sum(complaint) or "0", 16)
            rows = sum_text(before + change)
            head = Head(complaint.number, complaint.head_seq, complaint.head_hash, rows)
            for name, value in signed_end(self._keyring, head).items():
                setattr(complaint, name, value)

    def _complaint_of(self, row: Any, values: Mapping[str, Any] | None) -> Any:
        if isinstance(row, whole_record()):
            return row
        owner = values and values.get(OWNER)
        if owner is None:
            return None
        key = self._session.identity_key(whole_record(), owner)
        known = self._session.identity_map.get(key)
        if known is not None:
            return known
        # Whoever acts need not see it: what they did belongs to it all the same.
        with as_the_portal(self._session):
            return self._session.get_one(whole_record(), owner)

    def _held_sum(self, complaint: Any) -> str:
        """Return the sum as it is stored, which nobody else changes from now on."""
        held: set[int] = self._session.info.setdefault(_HELD, set())
        is_new = not inspect(complaint).persistent
        if not (is_new or complaint.id in held or _is_alone(self._session)):
            held.add(complaint.id)
            c = whole_record().__table__.c
            stored = select(c.rows_sum).where(c.id == complaint.id)
            locked = stored.with_for_update().execution_options(**{NARROWED: True})
            return str(self._session.execute(locked).scalar_one())
        return str(complaint.rows_sum or "")


def _is_alone(session: Session) -> bool:
    """Tell whether no other transaction changes anything meanwhile."""
    return session.get_bind().dialect.name == "sqlite"


def _now(row: Any) -> dict[str, Any]:
    """Return what a row is about to hold."""
    record: type[Base] = type(row)
    state: InstanceState[Any] = inspect(row)
    names = (*proved_columns(record), *((OWNER,) if hasattr(record, OWNER) else ()))
    if state.persistent:
        return {name: getattr(row, name) for name in names}
    told = {name: row.__dict__[name] for name in names if name in row.__dict__}
    return {**values_unless_told(record), **told}


def _before(session: Session, row: Any) -> dict[str, Any] | None:
    """Return what a row held, or None if nothing of it changed."""
    state: InstanceState[Any] = inspect(row)
    changed = {
        name: value
        for name, value in state.committed_state.items()
        if _is_unknown(value) or value != row.__dict__.get(name)
    }
    if not changed:
        return None
    if any(_is_unknown(value) for value in changed.values()):
        return _stored(session, row)
    return _now(row) | changed


def _is_unknown(value: Any) -> bool:
    return value is NO_VALUE or value is NEVER_SET


def _stored(session: Session, row: Any) -> dict[str, Any]:
    """Return what the database holds of a row that was changed without being looked at."""
    table = type(row).__table__
    of_it = (column == getattr(row, column.key) for column in table.primary_key)
    statement = select(table).where(*of_it).execution_options(**{NARROWED: True})
    return dict(session.execute(statement).mappings().one())
