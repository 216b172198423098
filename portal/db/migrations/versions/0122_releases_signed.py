"""Releases are signed: what is in force, and was.

Those that are there are signed as they stand, and the signature says that they were found so. It
takes a moment.
"""

import json
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

from portal.keyring import Keyring

revision = "0122"
down_revision = "0121"
branch_labels = None
depends_on = None

_FOUND = "release found by an upgrade"
_MOMENT = sa.DateTime(timezone=True)
_RELEASE: Any = sa.table(
    "agency_release",
    *(sa.column(name, sa.Integer()) for name in ("id", "rank", "published_by")),
    *(sa.column(name, sa.JSON()) for name in ("settings", "dates_reason")),
    *(sa.column(name, sa.String()) for name in ("agency", "text", "digest", "source")),
    *(sa.column(name, sa.String()) for name in ("plugin", "plugin_version")),
    *(sa.column(name, _MOMENT) for name in ("created_at", "in_force_from")),
    sa.column("dates_to_move", sa.Boolean()),
)


def upgrade() -> None:
    """Sign them."""
    op.add_column("agency_release", sa.Column("signature", sa.LargeBinary()))
    bind = op.get_bind()
    signed = sa.table(
        "agency_release", sa.column("id", sa.Integer()), sa.column("signature", sa.LargeBinary())
    )
    for row in bind.execute(sa.select(_RELEASE)).mappings().all():
        signature = _keyring().sign(f"{_FOUND}\n{_told(row)}".encode())
        bind.execute(sa.update(signed).where(signed.c.id == row["id"]).values(signature=signature))


def downgrade() -> None:
    """Forget the signatures."""
    op.drop_column("agency_release", "signature")


def _told(row: Any) -> str:
    """Return what a release says, as it is signed: whatever is empty left out."""
    told = {name: _as_written(value) for name, value in row.items() if value is not None}
    return json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _as_written(value: Any) -> Any:
    if not isinstance(value, datetime):
        return value
    moment = value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
    return moment.isoformat(timespec="microseconds")


def _keyring() -> Keyring:
    keyring: Keyring = op.get_bind().dialect.keyring  # type: ignore[attr-defined]  # see Database
    return keyring
