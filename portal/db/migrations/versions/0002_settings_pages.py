"""Settings changed on pages: their text, who published them, and one draft for each agency."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("agency_release", sa.Column("text", sa.Text(), nullable=True))
    op.add_column("agency_release", sa.Column("published_by", sa.Integer(), nullable=True))
    op.add_column(
        "agency_release", sa.Column("in_force_from", sa.DateTime(timezone=True), nullable=True)
    )
    op.execute("UPDATE agency_release SET in_force_from = created_at, source = 'file'")
    op.create_table(
        "settings_draft",
        sa.Column("agency", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("base_release_id", sa.Integer(), nullable=False),
        sa.Column("edited_by", sa.Integer(), nullable=True),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["base_release_id"],
            ["agency_release.id"],
            name=op.f("fk_settings_draft_base_release_id"),
        ),
        sa.PrimaryKeyConstraint("agency", name=op.f("pk_settings_draft")),
    )


def downgrade() -> None:
    op.drop_table("settings_draft")
    op.drop_column("agency_release", "in_force_from")
    op.drop_column("agency_release", "published_by")
    op.drop_column("agency_release", "text")
