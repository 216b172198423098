"""Dry runs of an agency's draft over its past complaints."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "settings_replay",
        sa.Column("agency", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("reached", sa.BigInteger(), nullable=False),
        sa.Column("is_done", sa.Boolean(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["release_id"], ["agency_release.id"], name=op.f("fk_settings_replay_release_id")
        ),
        sa.PrimaryKeyConstraint("agency", name=op.f("pk_settings_replay")),
    )


def downgrade() -> None:
    op.drop_table("settings_replay")
