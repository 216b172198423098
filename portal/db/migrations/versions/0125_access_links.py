"""Links that open a complaint or a draft once, and who asks for one.

Three tables that begin empty: it takes a moment.
"""

import sqlalchemy as sa
from alembic import op

revision = "0125"
down_revision = "0124"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "access_link",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("means", sa.String(10), nullable=False),
        sa.Column("key_hash", sa.String(32), nullable=False),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("ends_at", _MOMENT, nullable=False),
        sa.Column("closed_at", _MOMENT),
        sa.Column("complaint_id", _KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_access_link_complaint_id_complaint")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_link")),
    )
    op.create_index(op.f("ix_access_link_complaint_id"), "access_link", ["complaint_id"])
    op.create_index(op.f("ix_access_link_ends_at"), "access_link", ["ends_at"])
    op.create_table(
        "draft_link",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("draft_id", sa.String(40), nullable=False),
        sa.Column("email", sa.LargeBinary(), nullable=False),
        sa.Column("email_hash", sa.String(32), nullable=False),
        sa.Column("key_hash", sa.String(32), nullable=False),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("ends_at", _MOMENT, nullable=False),
        sa.Column("closed_at", _MOMENT),
        sa.ForeignKeyConstraint(
            ["draft_id"],
            ["draft.id"],
            name=op.f("fk_draft_link_draft_id_draft"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_link")),
    )
    op.create_index(op.f("ix_draft_link_draft_id"), "draft_link", ["draft_id"])
    op.create_index(op.f("ix_draft_link_email_hash"), "draft_link", ["email_hash"])
    op.create_table(
        "link_request",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("asked_at", _MOMENT, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_request")),
    )


def downgrade() -> None:
    """Take them away."""
    for table in ("link_request", "draft_link", "access_link"):
        op.drop_table(table)
