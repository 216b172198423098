"""Counts of hints on plain language; alarms are responded to, and conflicts followed up.

What was answered before is counted anew, with the hints.
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


RENAMED = (
    ("alarm", "settled_at", "responded_at"),
    ("alarm", "settled_by", "responded_by"),
    ("conflict", "settled_at", "followed_up_at"),
)


def upgrade() -> None:
    op.drop_index("ix_conflict_unsettled", "conflict")
    for table, before, after in RENAMED:
        op.execute(f"ALTER TABLE {table} RENAME COLUMN {before} TO {after}")
    _index("ix_conflict_waiting", "followed_up_at")
    if _has_hints():
        _count_anew()


def downgrade() -> None:
    op.execute("DELETE FROM report_count WHERE measure = 'hints'")
    op.drop_index("ix_conflict_waiting", "conflict")
    for table, before, after in RENAMED:
        op.execute(f"ALTER TABLE {table} RENAME COLUMN {after} TO {before}")
    _index("ix_conflict_unsettled", "settled_at")


def _index(name: str, moment: str) -> None:
    waiting = sa.text(f"{moment} IS NULL AND lifted_at IS NULL")
    op.create_index(name, "conflict", ["id"], sqlite_where=waiting, postgresql_where=waiting)


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
