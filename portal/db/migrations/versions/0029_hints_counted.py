"""Counts of hints on plain language: what was answered before is counted anew, with them."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if _has_hints():
        _count_anew()


def downgrade() -> None:
    op.execute("DELETE FROM report_count WHERE measure = 'hints'")


def _has_hints() -> bool:
    """Tell whether answers were looked at that were counted without what was found."""
    found = op.get_bind().execute(
        sa.text(
            "SELECT 1 FROM history_entry WHERE kind = 'answered'"
            " AND CAST(facts AS TEXT) LIKE '%\"hints\"%' LIMIT 1"
        )
    )
    return found.first() is not None


def _count_anew() -> None:
    """Forget the counts: the worker makes them again from the history."""
    op.execute("DELETE FROM report_count")
    op.execute("DELETE FROM report_mark")
