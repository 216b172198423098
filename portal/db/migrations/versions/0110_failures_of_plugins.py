"""What plugins fail at is counted also where no complaint tells it: while pages are read.

It makes an empty table, in a moment.
"""

import sqlalchemy as sa
from alembic import op

revision = "0110"
down_revision = "0109"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "plugin_failure",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("agency", sa.String(20), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("hook", sa.String(40), nullable=False),
        sa.Column("reason", sa.String(250), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_plugin_failure"),
        sa.UniqueConstraint(
            "agency", "day", "hook", "reason", name="uq_plugin_failure_agency_day_hook_reason"
        ),
    )


def downgrade() -> None:
    """Forget what was counted."""
    op.drop_table("plugin_failure")
