"""Transfers between agencies, and what of a complaint only one of them may read."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_KEPT = ("person", "message", "attachment")


def upgrade() -> None:
    for table in _KEPT:
        op.add_column(table, sa.Column("kept_for", sa.String(length=20), nullable=True))
    key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "transfer",
        sa.Column("id", key, nullable=False),
        sa.Column("before", sa.String(length=20), nullable=False),
        sa.Column("agency", sa.String(length=20), nullable=False),
        sa.Column("category", sa.String(length=60), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("history_seq", sa.Integer(), nullable=False),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.Column("agreed", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("held", sa.JSON(), nullable=False),
        sa.Column("carried_out_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("proposed_by", sa.Integer(), nullable=True),
        sa.Column("is_binding", sa.Boolean(), nullable=False),
        sa.Column("complaint_id", key, nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_transfer_complaint_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfer")),
    )
    op.create_index(op.f("ix_transfer_complaint_id"), "transfer", ["complaint_id"])


def downgrade() -> None:
    op.drop_table("transfer")
    for table in _KEPT:
        op.drop_column(table, "kept_for")
