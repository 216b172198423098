"""A database of SQLite counts its commits, so that a start sees whether a log beside it is its own.

The row's key is a number by which no other database is known. It takes no time.
"""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0115"
down_revision = "0114"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table, and in SQLite its row."""
    op.create_table(
        "commit_count",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("so_far", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_commit_count"),
    )
    if op.get_bind().dialect.name == "sqlite":
        rows = sa.table("commit_count", sa.column("id"), sa.column("so_far"))
        op.bulk_insert(rows, [{"id": secrets.randbits(53), "so_far": 1}])


def downgrade() -> None:
    """Count no more."""
    op.drop_table("commit_count")
