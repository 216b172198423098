"""A citizen's session is a row that can be ended, and an access code is shown for ten minutes only.

Codes of complaints that were sent before are forgotten by the worker: whoever has one has noted it.
Among a million drafts that were sent, that takes some minutes beside the pages.
"""

import sqlalchemy as sa
from alembic import op

revision = "0113"
down_revision = "0112"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_SHOWN = "ix_draft_code_until"


def upgrade() -> None:
    """Make the table, and say until when each code is shown."""
    op.create_table(
        "citizen_session",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("seen_at", _MOMENT, nullable=False),
        sa.Column("ends_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_citizen_session"),
    )
    op.create_index("ix_citizen_session_ends_at", "citizen_session", ("ends_at",))
    op.add_column("draft", sa.Column("code_until", _MOMENT))
    op.execute("UPDATE draft SET code_until = sent_at WHERE sent_at IS NOT NULL")
    few = sa.text("code_until IS NOT NULL")
    op.create_index(_SHOWN, "draft", ("code_until",), sqlite_where=few, postgresql_where=few)


def downgrade() -> None:
    """Forget the sessions; codes that were forgotten do not come back."""
    op.drop_index(_SHOWN, table_name="draft")
    op.drop_column("draft", "code_until")
    op.drop_table("citizen_session")
