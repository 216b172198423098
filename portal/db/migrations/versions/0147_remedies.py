"""What is given to the person is kept beside what is found.

An empty column more: it takes a moment, however many complaints there are.
"""

import sqlalchemy as sa
from alembic import op

revision = "0147"
down_revision = "0146"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add it."""
    op.add_column("issue", sa.Column("given", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    """Take it away."""
    op.drop_column("issue", "given")
