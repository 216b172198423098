"""Who has a complaint open now is found without going through everybody who ever opened it.

The index also tells who it was: whoever looks passes over their own openings without reading them.
Making it among a million openings takes some seconds.
"""

from alembic import op

revision = "0102"
down_revision = "0101"
branch_labels = None
depends_on = None

_BEFORE = "ix_access_log_complaint_id"
_AFTER = "ix_access_log_opened"


def upgrade() -> None:
    """Let the openings of a complaint stand in the order of their moments."""
    op.drop_index(_BEFORE, table_name="access_log")
    op.create_index(_AFTER, "access_log", ("complaint_id", "at", "user_id"))


def downgrade() -> None:
    """Let them stand by complaint alone."""
    op.drop_index(_AFTER, table_name="access_log")
    op.create_index(_BEFORE, "access_log", ("complaint_id",))
