"""Whom of the staff a complaint concerns is sealed, and found by a keyed hash.

Conflicts are few: it takes a moment. Entries of the history stay: each later one covers them; so
does who noted it of themselves, which the signed sum of the complaint's rows covers.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from portal.keyring import Keyring

revision = "0118"
down_revision = "0117"
branch_labels = None
depends_on = None

_PLACE = "conflict.user_id"
_IN_FORCE = sa.text("lifted_at IS NULL")
_ROWS = sa.table(
    "conflict",
    *(sa.column("id", sa.BigInteger), sa.column("user_id", sa.Integer), sa.column("user_key")),
    *(sa.column("sealed", sa.LargeBinary), sa.column("opened", sa.Integer)),
)


def upgrade() -> None:
    """Seal who they are."""
    connection, keyring = op.get_bind(), _keyring()
    if connection.dialect.name == "sqlite":
        # What was there would otherwise stay in the file until something else is written over it.
        op.execute("PRAGMA secure_delete = ON")
    op.add_column("conflict", sa.Column("sealed", sa.LargeBinary()))
    op.add_column("conflict", sa.Column("user_key", sa.String(32)))
    for id_, user_id in connection.execute(sa.select(_ROWS.c.id, _ROWS.c.user_id)).all():
        plain = str(user_id)
        sealed = keyring.seal_in_row(plain.encode(), _PLACE, str(id_).encode())
        told = {"sealed": sealed, "user_key": keyring.hashed(plain, _PLACE)}
        connection.execute(sa.update(_ROWS).where(_ROWS.c.id == id_).values(told))
    op.drop_index("ix_conflict_in_force", "conflict")
    with op.batch_alter_table("conflict") as table:
        table.drop_constraint("uq_conflict_complaint_id_user_id", type_="unique")
        table.drop_constraint("fk_conflict_user_id", type_="foreignkey")
        table.drop_column("user_id")
    _put_in_place("sealed", sa.LargeBinary(), "user_key", sa.String(32))


def downgrade() -> None:
    """Open who they are."""
    connection, keyring = op.get_bind(), _keyring()
    opened = keyring.opener_in_rows(_PLACE)
    op.add_column("conflict", sa.Column("opened", sa.Integer()))
    kept = sa.select(_ROWS.c.id, sa.type_coerce(_ROWS.c.user_id, sa.LargeBinary))
    for id_, sealed in connection.execute(kept).all():
        user_id = int(opened(bytes(sealed), str(id_).encode()))
        connection.execute(sa.update(_ROWS).where(_ROWS.c.id == id_).values(opened=user_id))
    op.drop_index("ix_conflict_in_force", "conflict")
    with op.batch_alter_table("conflict") as table:
        table.drop_constraint("uq_conflict_complaint_id_user_key", type_="unique")
        table.drop_column("user_key")
        table.drop_column("user_id")
    _put_in_place("opened", sa.Integer(), "user_id", sa.Integer())
    with op.batch_alter_table("conflict") as table:
        table.create_foreign_key("fk_conflict_user_id", "user_account", ["user_id"], ["id"])


def _put_in_place(name: str, kind: Any, key: str, kind_of_key: Any) -> None:
    """Let a column be who they are, and find them by another, or by itself."""
    with op.batch_alter_table("conflict") as table:
        table.alter_column(name, new_column_name="user_id", existing_type=kind, nullable=False)
    with op.batch_alter_table("conflict") as table:
        table.alter_column(key, existing_type=kind_of_key, nullable=False)
        table.create_unique_constraint(f"uq_conflict_complaint_id_{key}", ["complaint_id", key])
    op.create_index(
        "ix_conflict_in_force",
        "conflict",
        [key, "complaint_id"],
        sqlite_where=_IN_FORCE,
        postgresql_where=_IN_FORCE,
    )


def _keyring() -> Keyring:
    keyring: Keyring = op.get_bind().dialect.keyring  # type: ignore[attr-defined]  # see Database
    return keyring
