"""E-mails that come in are kept, each with what became of it.

The table is empty: it takes a moment.
"""

import sqlalchemy as sa
from alembic import op

revision = "0153"
down_revision = "0152"
branch_labels = None
depends_on = None

_EMAIL = "incoming_email"
_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)
_KEPT = sa.text("state = 'kept'")


def upgrade() -> None:
    """Make it."""
    op.create_table(
        _EMAIL,
        sa.Column("id", _KEY, nullable=False),
        sa.Column("digest", sa.String(32), nullable=False),
        sa.Column("agency", sa.String(20), nullable=False),
        sa.Column("received_at", _MOMENT, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("why", sa.String(20), nullable=False),
        sa.Column("recipient", sa.LargeBinary(), nullable=False),
        sa.Column("file_key", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary()),
        sa.Column("complaint_id", _KEY),
        sa.Column("entry", sa.String(40)),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sorted_at", _MOMENT),
        sa.Column("sorted_by", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name="fk_incoming_email_complaint_id"
        ),
        sa.ForeignKeyConstraint(
            ["sorted_by"], ["user_account.id"], name="fk_incoming_email_sorted_by"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_incoming_email"),
        sa.UniqueConstraint("digest", name="uq_incoming_email_digest"),
    )
    op.create_index("ix_incoming_email_complaint_id", _EMAIL, ["complaint_id"])
    op.create_index("ix_incoming_email_listed", _EMAIL, ["agency", "state", "id"])
    op.create_index(
        "ix_incoming_email_kept", _EMAIL, ["id"], sqlite_where=_KEPT, postgresql_where=_KEPT
    )


def downgrade() -> None:
    """Take it away, with what nobody sorted."""
    op.drop_table(_EMAIL)
