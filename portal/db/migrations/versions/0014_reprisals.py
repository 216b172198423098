"""Reprisals that somebody reports: the soonest date owed to them."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0012"
branch_labels = None
depends_on = None

_FEW = sa.text("reprisal_due_at IS NOT NULL")


def upgrade() -> None:
    op.add_column(
        "complaint", sa.Column("reprisal_due_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.create_index(
        "ix_complaint_reprisal",
        "complaint",
        ["agency", "reprisal_due_at", "id"],
        sqlite_where=_FEW,
        postgresql_where=_FEW,
    )


def downgrade() -> None:
    op.drop_index("ix_complaint_reprisal", "complaint")
    op.drop_column("complaint", "reprisal_due_at")
