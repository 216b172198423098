"""Counts beside the views of a work list are taken from indexes alone.

Those of late complaints, and of those at the top, read a row for each that they counted: among a
million complaints, more than all else that the list asks. Making both anew takes some seconds.
"""

from collections.abc import Mapping

import sqlalchemy as sa
from alembic import op

revision = "0101"
down_revision = "0100"
branch_labels = None
depends_on = None

_FEW = {
    "ix_complaint_level": "level > 1",
    "ix_complaint_late": "late_since IS NOT NULL",
}
_BEFORE = {
    "ix_complaint_level": ("agency", "is_open", "level", "due_at"),
    "ix_complaint_late": ("agency", "is_open", "late_since"),
}
_AFTER = {
    "ix_complaint_level": ("agency", "is_open", "level", "top_level", "due_at", "id"),
    "ix_complaint_late": ("agency", "is_open", "late_since", "status", "due_at", "id"),
}


def upgrade() -> None:
    """Let both indexes hold what is asked of a complaint."""
    _make_anew(_AFTER)


def downgrade() -> None:
    """Make both as they were."""
    _make_anew(_BEFORE)


def _make_anew(indexes: Mapping[str, tuple[str, ...]]) -> None:
    for name, columns in indexes.items():
        few = sa.text(_FEW[name])
        op.drop_index(name, table_name="complaint")
        op.create_index(name, "complaint", columns, sqlite_where=few, postgresql_where=few)
