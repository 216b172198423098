"""A signed root covers all histories, and every opening of a complaint by the staff.

The worker makes the first one from what is there, some thousands of entries at a time.
"""

import sqlalchemy as sa
from alembic import op

revision = "0103"
down_revision = "0102"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table of roots."""
    key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "history_root",
        sa.Column("id", key, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entries", sa.BigInteger(), nullable=False),
        sa.Column("last_entry_id", sa.BigInteger(), nullable=False),
        sa.Column("root", sa.String(64), nullable=False),
        sa.Column("peaks", sa.LargeBinary(), nullable=False),
        sa.Column("openings", sa.BigInteger(), nullable=False),
        sa.Column("last_opening_id", sa.BigInteger(), nullable=False),
        sa.Column("openings_hash", sa.String(64), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_history_root"),
    )


def downgrade() -> None:
    """Drop it: what was proved by it is no more."""
    op.drop_table("history_root")
