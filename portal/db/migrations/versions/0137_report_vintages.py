"""The published figures of each quarter, kept as they were, and the steps of those in progress.

Two tables that begin empty: it takes a moment. The worker publishes the quarters that are over.
"""

import sqlalchemy as sa
from alembic import op

revision = "0137"
down_revision = "0136"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "report_vintage",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("period", sa.String(7), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("definitions", sa.String(10), nullable=False),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("reached", _KEY, nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("reason_en", sa.Text()),
        sa.Column("changed", sa.JSON(), nullable=False),
        sa.Column("tables", sa.Text(), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("counts_digest", sa.String(64), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_vintage")),
        sa.UniqueConstraint("period", "number", name=op.f("uq_report_vintage_period_number")),
    )
    op.create_table(
        "report_step",
        sa.Column("period", sa.String(7), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("period", name=op.f("pk_report_step")),
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("report_step")
    op.drop_table("report_vintage")
