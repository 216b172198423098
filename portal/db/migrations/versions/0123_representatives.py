"""Who complains for another person: as what, for what, until when; and codes to take it over.

Of complaints that are there nothing was said of it. It takes no time.
"""

import sqlalchemy as sa
from alembic import op

revision = "0123"
down_revision = "0122"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "representation",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("complaint_id", _KEY, nullable=False),
        sa.Column("said", sa.LargeBinary(), nullable=False),
        sa.Column("email", sa.LargeBinary()),
        sa.Column("address", sa.LargeBinary()),
        sa.Column("last_day", sa.Date()),
        sa.Column("ends_at", _MOMENT),
        sa.Column("proof", sa.String(10), nullable=False),
        sa.Column("proof_why", sa.LargeBinary()),
        sa.Column("ended_at", _MOMENT),
        sa.Column("ended_by", sa.String(10)),
        sa.Column("taken_back_at", _MOMENT),
        sa.Column("former_code_hash", sa.String(32)),
        sa.Column("may_read", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_representation"),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name="fk_representation_complaint_id"
        ),
        sa.UniqueConstraint("complaint_id", name="uq_representation_complaint_id"),
    )
    few = sa.text("ended_at IS NULL")
    op.create_index(
        "ix_representation_ends",
        "representation",
        ["ends_at"],
        sqlite_where=few,
        postgresql_where=few,
    )
    op.create_table(
        "takeover_code",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("complaint_id", _KEY, nullable=False),
        sa.Column("code_hash", sa.String(32), nullable=False),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("ends_at", _MOMENT, nullable=False),
        sa.Column("used_at", _MOMENT),
        sa.Column("shown", sa.LargeBinary()),
        sa.Column("shown_until", _MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_takeover_code"),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name="fk_takeover_code_complaint_id"
        ),
    )
    op.create_index("ix_takeover_code_complaint_id", "takeover_code", ["complaint_id"])
    shown = sa.text("shown IS NOT NULL")
    op.create_index(
        "ix_takeover_code_shown",
        "takeover_code",
        ["shown_until"],
        sqlite_where=shown,
        postgresql_where=shown,
    )


def downgrade() -> None:
    """Forget who complains for another person."""
    op.drop_table("takeover_code")
    op.drop_table("representation")
