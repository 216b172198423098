"""How easy filing was: which drafts said so, and the counts of a day.

Two tables that begin empty: it takes a moment.
"""

import sqlalchemy as sa
from alembic import op

revision = "0128"
down_revision = "0127"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "ease_mark",
        sa.Column("mark", sa.String(40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("mark", name=op.f("pk_ease_mark")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_ease_mark_day"), "ease_mark", ["day"])
    op.create_table(
        "ease_count",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("cut", sa.String(10), nullable=False),
        sa.Column("value", sa.String(20), nullable=False),
        sa.Column("answer", sa.String(10), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "cut", "value", "answer", name=op.f("pk_ease_count")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("ease_count")
    op.drop_table("ease_mark")
