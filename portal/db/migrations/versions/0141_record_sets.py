"""The finished complaints of each published quarter line by line, made once and kept.

A table that begins empty: it takes a moment. The worker makes the lines of what is published.
"""

import sqlalchemy as sa
from alembic import op

revision = "0141"
down_revision = "0140"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make it."""
    op.create_table(
        "report_record_set",
        sa.Column("period", sa.String(7), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reached", _KEY, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("left_out", sa.Integer()),
        sa.Column("lines", sa.Text(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("period", name=op.f("pk_report_record_set")),
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_table("report_record_set")
