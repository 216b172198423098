"""Links that were undone; parts that were called off, or whose agency says they are not its own."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("complaint_link", sa.Column("undone_at", _MOMENT, nullable=True))
    op.add_column("part", sa.Column("called_off", sa.LargeBinary(), nullable=True))
    op.add_column("part", sa.Column("declined", sa.LargeBinary(), nullable=True))
    op.add_column("part", sa.Column("declined_at", _MOMENT, nullable=True))


def downgrade() -> None:
    for name in ("declined_at", "declined", "called_off"):
        op.drop_column("part", name)
    op.execute(sa.text("DELETE FROM complaint_link WHERE undone_at IS NOT NULL"))
    op.drop_column("complaint_link", "undone_at")
