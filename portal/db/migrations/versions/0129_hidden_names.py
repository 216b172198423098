"""Whoever complains may ask that nobody release who they are, from a moment on.

The column is empty in all that there is: it takes a moment.
"""

import sqlalchemy as sa
from alembic import op

revision = "0129"
down_revision = "0128"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for since when it is asked."""
    op.add_column("complaint", sa.Column("name_hidden_since", sa.DateTime(timezone=True)))


def downgrade() -> None:
    """Forget it."""
    op.drop_column("complaint", "name_hidden_since")
