"""A finding names the criteria of the agency that it rests on."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("issue", sa.Column("criteria", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("issue", "criteria")
