"""A link that shows all drafts of an address, and opens one of them.

A table that begins empty: it takes a moment.
"""

import sqlalchemy as sa
from alembic import op

revision = "0134"
down_revision = "0133"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make it."""
    op.create_table(
        "draft_list_link",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("email_hash", sa.String(32), nullable=False),
        sa.Column("key_hash", sa.String(32), nullable=False),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("ends_at", _MOMENT, nullable=False),
        sa.Column("closed_at", _MOMENT),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_list_link")),
    )
    op.create_index(op.f("ix_draft_list_link_email_hash"), "draft_list_link", ["email_hash"])


def downgrade() -> None:
    """Take it away."""
    op.drop_table("draft_list_link")
