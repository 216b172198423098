"""How somebody who is represented is reached was said by their representative until it is verified.

The column is empty in all that there is, but where somebody wrote down how they knew: a moment.
"""

import sqlalchemy as sa
from alembic import op

revision = "0130"
down_revision = "0129"
branch_labels = None
depends_on = None

_HOW_KNOWN = """
UPDATE representation SET verified_at = (
  SELECT max(message.at) FROM message
  WHERE message.complaint_id = representation.complaint_id AND message.kind = 'person_verified'
)
"""


def upgrade() -> None:
    """Make room for when it was verified, and fill it where that is known."""
    op.add_column("representation", sa.Column("verified_at", sa.DateTime(timezone=True)))
    op.execute(_HOW_KNOWN)


def downgrade() -> None:
    """Forget it."""
    op.drop_column("representation", "verified_at")
