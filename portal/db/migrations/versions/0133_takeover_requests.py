"""Who asks for a code to take a complaint over waits for the worker, as who asks for a link does.

A table that begins empty: it takes a moment.
"""

import sqlalchemy as sa
from alembic import op

revision = "0133"
down_revision = "0132"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make it."""
    op.create_table(
        "takeover_request",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_takeover_request")),
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_table("takeover_request")
