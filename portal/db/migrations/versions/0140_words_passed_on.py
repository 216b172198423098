"""Praise and suggestions are handed to the people whom they concern, and counted.

A complaint tells what it is, once the staff said that it is none; of what they said before, the
history tells. The table is empty, and the column: both take a moment. The worker counts all of the
history again, from its first entry. `portal reports rebuild` does it at once, in minutes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0140"
down_revision = "0139"
branch_labels = None
depends_on = None

_TABLE = "passed_on"
_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add both, and let everything be counted again."""
    op.add_column("complaint", sa.Column("nature", sa.String(20)))
    op.create_table(
        _TABLE,
        sa.Column("id", _KEY, nullable=False),
        sa.Column("complaint_id", _KEY, nullable=False),
        sa.Column("agency", sa.String(20), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("nature", sa.String(20), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("taken_back_at", _MOMENT),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name="fk_passed_on_complaint_id"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name="fk_passed_on_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_passed_on"),
    )
    op.create_index("ix_passed_on_complaint_id", _TABLE, ["complaint_id"])
    op.create_index("ix_passed_on_user_id", _TABLE, ["user_id", "agency", "at"])
    _count_anew()


def downgrade() -> None:
    """Take both away, and let everything be counted again."""
    op.drop_table(_TABLE)
    op.drop_column("complaint", "nature")
    _count_anew()


def _count_anew() -> None:
    op.execute("DELETE FROM report_count")
    op.execute("UPDATE report_mark SET entry_id = 0 WHERE name = 'history'")
