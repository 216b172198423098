"""Counts of what can make a figure look better, made anew from the history.

The table begins empty, and the worker counts all of the history again, from its first entry: exact,
and among a million complaints a matter of an hour. `portal reports rebuild` does it at once, in
minutes.
"""

from alembic import op

revision = "0135"
down_revision = "0134"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let everything be counted again, with the new measures."""
    _anew()


def downgrade() -> None:
    """Let everything be counted again, without them."""
    _anew()


def _anew() -> None:
    op.execute("DELETE FROM report_count")
    op.execute("UPDATE report_mark SET entry_id = 0 WHERE name = 'history'")
