"""A step up says which post the complaint left: whoever works there goes on seeing it.

Of what went up before, nobody wrote it down. It takes a moment.
"""

import sqlalchemy as sa
from alembic import op

revision = "0119"
down_revision = "0118"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for the post, and an index to find by."""
    op.add_column("escalation", sa.Column("from_post", sa.String(60)))
    left = ["agency", "from_post", "complaint_id"]
    op.create_index("ix_escalation_from_post", "escalation", left)


def downgrade() -> None:
    """Forget which posts complaints left."""
    op.drop_index("ix_escalation_from_post", table_name="escalation")
    op.drop_column("escalation", "from_post")
