"""Wrong tries are counted for all machines together, and no longer lock an account.

What machines count together stands in a table of its own; an account's own count and lock go, by
which anybody who knew an address could shut out who has it. It takes no time to speak of.
"""

import sqlalchemy as sa
from alembic import op

revision = "0107"
down_revision = "0106"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table, and take away what an account counted."""
    op.create_table(
        "counted",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("what", sa.LargeBinary(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("until", sa.Double(), nullable=False),
        sa.Column("ready_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_counted"),
        sa.UniqueConstraint("what", name="uq_counted_what"),
    )
    op.drop_column("user_account", "locked_until")
    op.drop_column("user_account", "failed_count")


def downgrade() -> None:
    """Let accounts count for themselves again, from nothing on."""
    none = sa.Column("failed_count", sa.Integer(), nullable=False, server_default="0")
    op.add_column("user_account", none)
    op.add_column("user_account", sa.Column("locked_until", sa.DateTime(timezone=True)))
    op.drop_table("counted")
