"""Counts by nature, language and region as well, made anew from the history.

The table begins empty, with a key in the order in which it is read, and the worker counts all of
the history again, from its first entry: exact, and among a million complaints a matter of an hour.
`portal reports rebuild` does it at once, in minutes.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0131"
down_revision = "0130"
branch_labels = None
depends_on = None

_BEFORE: dict[str, sa.types.TypeEngine[Any]] = {
    "agency": sa.String(20),
    "month": sa.String(7),
    "theme": sa.String(40),
    "category": sa.String(60),
    "channel": sa.String(20),
    "measure": sa.String(60),
    "bucket": sa.Integer(),
}
_AFTER: dict[str, sa.types.TypeEngine[Any]] = {
    "agency": sa.String(20),
    "month": sa.String(7),
    "nature": sa.String(20),
    "language": sa.String(10),
    "region": sa.String(10),
    "theme": sa.String(40),
    "category": sa.String(60),
    "channel": sa.String(20),
    "measure": sa.String(60),
    "bucket": sa.Integer(),
}


def upgrade() -> None:
    """Make the table with the new columns, and let everything be counted again."""
    _anew(_AFTER)


def downgrade() -> None:
    """Make it as it was, and let everything be counted again."""
    _anew(_BEFORE)


def _anew(key: dict[str, sa.types.TypeEngine[Any]]) -> None:
    op.drop_table("report_count")
    op.create_table(
        "report_count",
        *(sa.Column(name, kind, nullable=False) for name, kind in key.items()),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(*key, name="pk_report_count"),
    )
    op.execute("UPDATE report_mark SET entry_id = 0 WHERE name = 'history'")
