"""Deadlines that run against whoever complained are kept, each as it was told.

The table is new and empty; it takes no time. Complaints that are there already get theirs when
their complainants give the day, or are answered.
"""

import sqlalchemy as sa
from alembic import op

revision = "0124"
down_revision = "0123"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_RECALL = "ix_own_deadline_recall_at"


def upgrade() -> None:
    """Make the table, with the index by which the worker finds what is due."""
    op.create_table(
        "own_deadline",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("complaint_id", _KEY, nullable=False),
        sa.Column("key", sa.String(100), nullable=False),
        sa.Column("recall_at", sa.DateTime(timezone=True)),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_own_deadline"),
        sa.ForeignKeyConstraint(
            ("complaint_id",), ("complaint.id",), name="fk_own_deadline_complaint_id"
        ),
        sa.UniqueConstraint("complaint_id", "key", name="uq_own_deadline_complaint_id_key"),
    )
    few = sa.text("recall_at IS NOT NULL")
    op.create_index(_RECALL, "own_deadline", ("recall_at",), sqlite_where=few, postgresql_where=few)


def downgrade() -> None:
    """Drop it: the days that people gave are gone."""
    op.drop_table("own_deadline")
