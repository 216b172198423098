"""What people decided about complaints is counted by label, without words, for the finder.

The table is new and empty; it takes no time. The worker fills it from the complaints that are
there.
"""

import sqlalchemy as sa
from alembic import op

revision = "0127"
down_revision = "0126"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "finder_evidence",
        sa.Column("agency", sa.String(20), nullable=False),
        sa.Column("category", sa.String(60), nullable=False),
        sa.Column("through", sa.Integer, nullable=False),
        sa.Column("texts", sa.Integer, nullable=False),
        sa.Column("counts", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("agency", "category", name="pk_finder_evidence"),
    )


def downgrade() -> None:
    """Drop it: the worker counts again after the next upgrade."""
    op.drop_table("finder_evidence")
