"""What the service opened by itself is counted by an index of the few.

It takes a moment: there was none before, and of each complaint only for whom it was filed is read.
"""

import sqlalchemy as sa
from alembic import op

revision = "0138"
down_revision = "0137"
branch_labels = None
depends_on = None

_NAME = "ix_complaint_own_motion"
_FEW = sa.text("filed_for = 'service'")


def upgrade() -> None:
    """Make the index."""
    columns = ["agency", "received_at"]
    op.create_index(_NAME, "complaint", columns, sqlite_where=_FEW, postgresql_where=_FEW)


def downgrade() -> None:
    """Take it away."""
    op.drop_index(_NAME, table_name="complaint")
