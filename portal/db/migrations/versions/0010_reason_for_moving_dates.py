"""Dates put off after a release came into force: the reason that complainants read."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("agency_release", sa.Column("dates_reason", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("agency_release", "dates_reason")
