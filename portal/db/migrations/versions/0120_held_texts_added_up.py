"""What was confirmed and has not left is added to the signed sums of complaints.

Texts on their way are few: it takes a moment. A complaint whose history does not end as it was
signed is not signed anew, nor one with such a text that does not open: `portal history verify`
refuses both.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

import orjson
import sqlalchemy as sa
from alembic import op
from cryptography.exceptions import InvalidTag

from portal.keyring import Keyring, UnknownKeyError

revision = "0120"
down_revision = "0119"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)
_NAME = "held_message"
_SAID = ("kind", "waiting", "author_id", "read_by", "came_back")
_MOMENTS = ("confirmed_at", "leaves_at", "came_back_at")
_SEALED = ("content", "remark")
_HELD: Any = sa.table(
    _NAME,
    *(sa.column("id", _KEY), sa.column("complaint_id", _KEY)),
    *(sa.column(name, sa.String()) for name in ("kind", "waiting", "came_back")),
    *(sa.column(name, _KEY) for name in ("author_id", "read_by")),
    *(sa.column(name, _MOMENT) for name in _MOMENTS),
    *(sa.column(name, sa.LargeBinary()) for name in _SEALED),
)
_COMPLAINT: Any = sa.table(
    "complaint",
    *(sa.column("id", _KEY), sa.column("number", sa.String()), sa.column("head_seq", sa.Integer())),
    *(sa.column("head_hash", sa.String()), sa.column("rows_sum", sa.String())),
    sa.column("head_signature", sa.LargeBinary()),
)


def upgrade() -> None:
    """Add them up."""
    _sign_with(1)


def downgrade() -> None:
    """Take them away again, as earlier versions verify it."""
    _sign_with(-1)


def _sign_with(sign: int) -> None:
    bind, by_complaint = op.get_bind(), defaultdict[int, list[Any]](list)
    for row in bind.execute(sa.select(_HELD)).mappings():
        by_complaint[row["complaint_id"]].append(row)
    for complaint_id, rows in by_complaint.items():
        chosen = sa.select(_COMPLAINT).where(_COMPLAINT.c.id == complaint_id)
        complaint = bind.execute(chosen).one()
        end = f"{complaint.number}\n{complaint.head_seq}\n{complaint.head_hash}"
        # The same key signs the same in the same way.
        if _keyring().sign(f"{end}\n{complaint.rows_sum}".encode()) != complaint.head_signature:
            continue
        try:
            added = sum(_hashes(complaint.number, rows))
        except (InvalidTag, UnknownKeyError, ValueError, IndexError):
            continue
        total = f"{(int(complaint.rows_sum or '0', 16) + sign * added) % (1 << 256):064x}"
        signature = _keyring().sign(f"{end}\n{total}".encode())
        kept = sa.update(_COMPLAINT).where(_COMPLAINT.c.id == complaint_id)
        bind.execute(kept.values(rows_sum=total, head_signature=signature))


def _hashes(number: str, rows: list[Any]) -> Iterator[int]:
    key = _keyring().secret("rows of complaints")
    for row in rows:
        said = orjson.dumps([number, _NAME, _told(row)], option=orjson.OPT_SORT_KEYS)
        yield int.from_bytes(blake2b(said, key=key, digest_size=32).digest())


def _told(row: Any) -> dict[str, Any]:
    """Return what a row says, as it is hashed: whatever is empty left out."""
    told = {name: row[name] for name in _SAID} | {name: _moment(row[name]) for name in _MOMENTS}
    told |= {name: _opened(row, name) for name in _SEALED}
    return {name: value for name, value in told.items() if value is not None}


def _moment(kept: datetime | None) -> datetime | None:
    if kept is None:
        return None
    return kept.astimezone(UTC) if kept.tzinfo else kept.replace(tzinfo=UTC)


def _opened(row: Any, name: str) -> Any:
    if row[name] is None:
        return None
    opened = _keyring().opener_in_rows(f"{_NAME}.{name}")
    plain = opened(bytes(row[name]), str(row["id"]).encode())
    return orjson.loads(plain) if name == "content" else plain.decode()


def _keyring() -> Keyring:
    keyring: Keyring = op.get_bind().dialect.keyring  # type: ignore[attr-defined]  # see Database
    return keyring
