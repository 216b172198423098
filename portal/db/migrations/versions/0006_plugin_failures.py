"""An index of the failures of plugins, so that an agency's settings can show the recent ones."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_NAME = "ix_history_entry_plugin_failed"
_ONLY = sa.text("kind = 'plugin_failed'")


def upgrade() -> None:
    op.create_index(
        _NAME,
        "history_entry",
        ["at", "complaint_id"],
        sqlite_where=_ONLY,
        postgresql_where=_ONLY,
    )


def downgrade() -> None:
    op.drop_index(_NAME, table_name="history_entry")
