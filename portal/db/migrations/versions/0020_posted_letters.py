"""Letters that are printed and posted, and when they were."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_TO_POST = sa.text("by_post AND posted_on IS NULL")


def upgrade() -> None:
    op.add_column(
        "outbox", sa.Column("by_post", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column("outbox", sa.Column("posted_on", sa.Date(), nullable=True))
    op.create_index(
        "ix_outbox_to_post",
        "outbox",
        ["complaint_id"],
        sqlite_where=_TO_POST,
        postgresql_where=_TO_POST,
    )


def downgrade() -> None:
    op.drop_index("ix_outbox_to_post", "outbox")
    op.drop_column("outbox", "posted_on")
    op.drop_column("outbox", "by_post")
