"""Counts for the six criteria, made anew from the history.

The worker counts all of the history again, from its first entry. `portal reports rebuild` does it
at once, in minutes.
"""

from alembic import op

revision = "0136"
down_revision = "0135"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let everything be counted again, with what the indicators rest on."""
    _anew()


def downgrade() -> None:
    """Let everything be counted again, without it."""
    _anew()


def _anew() -> None:
    op.execute("DELETE FROM report_count")
    op.execute("UPDATE report_mark SET entry_id = 0 WHERE name = 'history'")
