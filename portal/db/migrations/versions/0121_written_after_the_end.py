"""What complainants write about a complaint that has ended is found by an index of the few.

It takes a moment: of each complaint only the last thing that happened is looked at.
"""

import sqlalchemy as sa
from alembic import op

revision = "0121"
down_revision = "0120"
branch_labels = None
depends_on = None

_NAME = "ix_complaint_written"
_FEW = sa.text("last_event = 'message_received'")


def upgrade() -> None:
    """Make the index."""
    columns = ["agency", "is_open", "last_event_at", "id"]
    op.create_index(_NAME, "complaint", columns, sqlite_where=_FEW, postgresql_where=_FEW)


def downgrade() -> None:
    """Take it away."""
    op.drop_index(_NAME, table_name="complaint")
