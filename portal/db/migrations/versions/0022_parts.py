"""Parts that other agencies answer, rules of the desk on who does, complaints that are linked."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_OF_PARTS = sa.text("parent_id IS NOT NULL")


def upgrade() -> None:
    key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.add_column("complaint", sa.Column("parent_id", key, nullable=True))
    op.create_index(
        "ix_complaint_parent",
        "complaint",
        ["parent_id"],
        sqlite_where=_OF_PARTS,
        postgresql_where=_OF_PARTS,
    )
    # A document that a part may read has a row there as well, and lies in one file.
    with op.batch_alter_table("attachment") as table:
        table.drop_constraint("uq_attachment_file_key", type_="unique")
    op.create_table(
        "part",
        sa.Column("id", key, nullable=False),
        sa.Column("complaint_id", key, nullable=False),
        sa.Column("part_id", key, nullable=True),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("agency", sa.String(length=20), nullable=False),
        sa.Column("category", sa.String(length=60), nullable=True),
        sa.Column("asked", sa.LargeBinary(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("history_seq", sa.Integer(), nullable=False),
        sa.Column("clock_id", key, nullable=True),
        sa.Column("agreed", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_part_complaint_id")
        ),
        sa.ForeignKeyConstraint(["part_id"], ["complaint.id"], name=op.f("fk_part_part_id")),
        sa.ForeignKeyConstraint(["clock_id"], ["clock.id"], name=op.f("fk_part_clock_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_part")),
        sa.UniqueConstraint("part_id", name=op.f("uq_part_part_id")),
        sa.UniqueConstraint("number", name=op.f("uq_part_number")),
        sa.UniqueConstraint("clock_id", name=op.f("uq_part_clock_id")),
    )
    op.create_index(op.f("ix_part_complaint_id"), "part", ["complaint_id"])
    op.create_table(
        "routing_rule",
        sa.Column("id", key, nullable=False),
        sa.Column("phrases", sa.JSON(), nullable=False),
        sa.Column("agency", sa.String(length=20), nullable=False),
        sa.Column("category", sa.String(length=60), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by", sa.Integer(), nullable=True),
        sa.Column("revoked_why", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_routing_rule")),
    )
    op.create_table(
        "complaint_link",
        sa.Column("id", key, nullable=False),
        sa.Column("complaint_id", key, nullable=False),
        sa.Column("other_id", key, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_complaint_link_complaint_id")
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["complaint.id"], name=op.f("fk_complaint_link_other_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_link")),
        sa.UniqueConstraint(
            "complaint_id", "other_id", name=op.f("uq_complaint_link_complaint_id_other_id")
        ),
    )


def downgrade() -> None:
    op.drop_table("complaint_link")
    op.drop_table("routing_rule")
    op.drop_table("part")
    of_parts = sa.text(
        "DELETE FROM attachment WHERE complaint_id IN "
        "(SELECT id FROM complaint WHERE parent_id IS NOT NULL)"
    )
    op.execute(of_parts)
    with op.batch_alter_table("attachment") as table:
        table.create_unique_constraint("uq_attachment_file_key", ["file_key"])
    op.drop_index("ix_complaint_parent", "complaint")
    op.drop_column("complaint", "parent_id")
