"""The texts that people let be published, once their complaint is closed.

A table that begins empty: it takes a moment.
"""

import sqlalchemy as sa
from alembic import op

revision = "0142"
down_revision = "0141"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make it."""
    op.create_table(
        "open_text",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("agreed_at", _MOMENT, nullable=False),
        sa.Column("quarter", sa.String(7), nullable=False),
        sa.Column("read_at", _MOMENT),
        sa.Column("read_by", sa.Integer()),
        sa.Column("text", sa.LargeBinary()),
        sa.Column("complaint_id", _KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_open_text_complaint_id_complaint")
        ),
        sa.ForeignKeyConstraint(
            ["read_by"], ["user_account.id"], name=op.f("fk_open_text_read_by_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_open_text")),
    )
    op.create_index(op.f("ix_open_text_complaint_id"), "open_text", ["complaint_id"])


def downgrade() -> None:
    """Take it away."""
    op.drop_table("open_text")
