"""Warnings before a date passes, and notices to the staff that are gathered into letters."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "notice",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("clock_id", _KEY, nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("params", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("complaint_id", _KEY, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_notice_user_id")),
        sa.ForeignKeyConstraint(["clock_id"], ["clock.id"], name=op.f("fk_notice_clock_id")),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_notice_complaint_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
    )
    op.create_index(op.f("ix_notice_complaint_id"), "notice", ["complaint_id"])
    op.add_column(
        "clock", sa.Column("warned", sa.SmallInteger(), nullable=False, server_default="0")
    )
    op.add_column("clock", sa.Column("warn_at", sa.DateTime(timezone=True), nullable=True))
    for name in ("told_at", "warned_at"):
        op.add_column("user_account", sa.Column(name, sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    for name in ("warned_at", "told_at"):
        op.drop_column("user_account", name)
    for name in ("warn_at", "warned"):
        op.drop_column("clock", name)
    op.drop_table("notice")
