"""Why the intake desk made a rule, and why it revoked it, are sealed: the reason tells of a complaint.

Rules are few: it takes a moment.
"""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op

from portal.keyring import Keyring

revision = "0111"
down_revision = "0110"
branch_labels = None
depends_on = None

_REASONS = {"reason": False, "revoked_why": True}
"""What is sealed, and whether it may be empty."""


def upgrade() -> None:
    """Seal both."""
    keyring = _keyring()
    _change(sa.LargeBinary(), lambda text, place: keyring.seal(text.encode(), place))


def downgrade() -> None:
    """Open both."""
    keyring = _keyring()
    _change(sa.Text(), lambda sealed, place: keyring.open(sealed, place).decode())


def _keyring() -> Keyring:
    keyring: Keyring = op.get_bind().dialect.keyring  # type: ignore[attr-defined]  # see Database
    return keyring


def _change(kind: sa.types.TypeEngine[Any], changed: Callable[[Any, str], Any]) -> None:
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        # What was there would otherwise stay in the file until something else is written over it.
        op.execute("PRAGMA secure_delete = ON")
    for name in _REASONS:
        op.add_column("routing_rule", sa.Column(f"new_{name}", kind))
        rows = sa.table("routing_rule", sa.column("id"), sa.column(name), sa.column(f"new_{name}"))
        is_told = rows.c[name].is_not(None)
        for id_, value in connection.execute(
            sa.select(rows.c.id, rows.c[name]).where(is_told)
        ).all():
            new = changed(value, f"routing_rule.{name}")
            told = sa.update(rows).where(rows.c.id == id_).values({f"new_{name}": new})
            connection.execute(told)
    with op.batch_alter_table("routing_rule") as table:
        for name in _REASONS:
            table.drop_column(name)
    with op.batch_alter_table("routing_rule") as table:
        for name, may_be_empty in _REASONS.items():
            table.alter_column(
                f"new_{name}", new_column_name=name, existing_type=kind, nullable=may_be_empty
            )
