"""A draft keeps what somebody else wrote before, so that one of two people can always publish.

Both columns are empty in all that there is.
"""

import sqlalchemy as sa
from alembic import op

revision = "0132"
down_revision = "0131"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for the text, and for who wrote it."""
    op.add_column("settings_draft", sa.Column("before_text", sa.Text()))
    op.add_column("settings_draft", sa.Column("before_by", sa.Integer()))


def downgrade() -> None:
    """Forget them."""
    op.drop_column("settings_draft", "before_by")
    op.drop_column("settings_draft", "before_text")
