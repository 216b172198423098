"""Members of staff whom a complaint concerns see nothing of it; urgent complaints come
first; contact with a complainant is limited for a time."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_MOMENT = sa.DateTime(timezone=True)
_IN_FORCE = sa.text("lifted_at IS NULL")
_LIMITING = sa.text("state = 'in_force'")
_URGENT = sa.text("urgent_since IS NOT NULL")
_FOUND = sa.text("urgency = 'found'")
_UNSETTLED = sa.text("settled_at IS NULL AND lifted_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "conflict",
        sa.Column("id", _KEY, primary_key=True),
        sa.Column("complaint_id", _KEY, sa.ForeignKey("complaint.id"), nullable=False),
        sa.Column("user_id", sa.Integer, sa.ForeignKey("user_account.id"), nullable=False),
        sa.Column("origin", sa.String(10), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("declared_by", sa.Integer, sa.ForeignKey("user_account.id"), nullable=True),
        sa.Column("settled_at", _MOMENT, nullable=True),
        sa.Column("lifted_at", _MOMENT, nullable=True),
        sa.Column("lifted_by", sa.Integer, sa.ForeignKey("user_account.id"), nullable=True),
        sa.UniqueConstraint("complaint_id", "user_id"),
    )
    op.create_index("ix_conflict_complaint_id", "conflict", ["complaint_id"])
    op.create_index(
        "ix_conflict_in_force",
        "conflict",
        ["user_id", "complaint_id"],
        sqlite_where=_IN_FORCE,
        postgresql_where=_IN_FORCE,
    )
    op.create_index(
        "ix_conflict_unsettled",
        "conflict",
        ["id"],
        sqlite_where=_UNSETTLED,
        postgresql_where=_UNSETTLED,
    )
    _add_urgency()
    _add_limits()


def _add_limits() -> None:
    user = "user_account.id"
    op.create_table(
        "contact_limit",
        sa.Column("id", _KEY, primary_key=True),
        sa.Column("complaint_id", _KEY, sa.ForeignKey("complaint.id"), nullable=False),
        sa.Column("agency", sa.String(20), nullable=False),
        sa.Column("email_hash", sa.String(32), nullable=True),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("means", sa.JSON(), nullable=False),
        sa.Column("contact_id", sa.Integer, sa.ForeignKey(user), nullable=True),
        sa.Column("facts", sa.LargeBinary(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("ends_at", _MOMENT, nullable=False),
        sa.Column("proposed_by", sa.Integer, sa.ForeignKey(user), nullable=True),
        sa.Column("proposed_at", _MOMENT, nullable=False),
        sa.Column("decided_by", sa.Integer, sa.ForeignKey(user), nullable=True),
        sa.Column("decided_at", _MOMENT, nullable=True),
        sa.Column("review_asked_at", _MOMENT, nullable=True),
        sa.Column("reviewed_by", sa.Integer, sa.ForeignKey(user), nullable=True),
        sa.Column("reviewed_at", _MOMENT, nullable=True),
        sa.Column("ended_at", _MOMENT, nullable=True),
        sa.Column("told_at", _MOMENT, nullable=True),
        sa.Column("waiting", sa.Integer, server_default=sa.text("0"), nullable=False),
    )
    op.create_index("ix_contact_limit_complaint_id", "contact_limit", ["complaint_id"])
    op.create_index("ix_contact_limit_agency", "contact_limit", ["agency"])
    op.create_index("ix_contact_limit_email", "contact_limit", ["agency", "email_hash"])
    op.create_index(
        "ix_contact_limit_ends",
        "contact_limit",
        ["ends_at"],
        sqlite_where=_LIMITING,
        postgresql_where=_LIMITING,
    )


def _add_urgency() -> None:
    op.add_column("complaint", sa.Column("urgency", sa.String(10), nullable=True))
    op.add_column("complaint", sa.Column("urgency_why", sa.LargeBinary(), nullable=True))
    op.add_column("complaint", sa.Column("urgent_since", _MOMENT, nullable=True))
    op.create_index(
        "ix_complaint_urgent",
        "complaint",
        ["agency", "urgent_since", "id"],
        sqlite_where=_URGENT,
        postgresql_where=_URGENT,
    )
    op.create_index(
        "ix_complaint_urgency_found",
        "complaint",
        ["id"],
        sqlite_where=_FOUND,
        postgresql_where=_FOUND,
    )


def downgrade() -> None:
    op.drop_table("contact_limit")
    op.drop_index("ix_complaint_urgency_found", "complaint")
    op.drop_index("ix_complaint_urgent", "complaint")
    for name in ("urgent_since", "urgency_why", "urgency"):
        op.drop_column("complaint", name)
    op.drop_table("conflict")
