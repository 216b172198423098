"""A draft of settings for an agency that has no release yet: it was begun from none."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("settings_draft") as draft:
        draft.alter_column("base_release_id", existing_type=sa.Integer(), nullable=True)


def downgrade() -> None:
    # Before this version there was no draft without a release.
    op.execute("DELETE FROM settings_draft WHERE base_release_id IS NULL")
    with op.batch_alter_table("settings_draft") as draft:
        draft.alter_column("base_release_id", existing_type=sa.Integer(), nullable=False)
