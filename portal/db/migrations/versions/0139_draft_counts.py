"""How many drafts are begun, and how many of them are sent: plain counts of a day.

A table that begins empty: it takes a moment. Drafts that are there already are not counted.
"""

import sqlalchemy as sa
from alembic import op

revision = "0139"
down_revision = "0138"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it."""
    op.create_table(
        "draft_count",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("cut", sa.String(10), nullable=False),
        sa.Column("value", sa.String(20), nullable=False),
        sa.Column("begun", sa.Integer(), nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "cut", "value", name=op.f("pk_draft_count")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_table("draft_count")
