"""What somebody asks to be adapted is kept need by need, with what became of it.

It makes an empty table: it takes a moment.
"""

import sqlalchemy as sa
from alembic import op

revision = "0126"
down_revision = "0125"
branch_labels = None
depends_on = None

_TABLE = "accommodation"
_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        _TABLE,
        sa.Column("id", _KEY, nullable=False),
        sa.Column("need", sa.String(20), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("asked_at", _MOMENT, nullable=False),
        sa.Column("answered_at", _MOMENT),
        sa.Column("answered_by", sa.Integer()),
        sa.Column("answer_seq", sa.Integer()),
        sa.Column("clock_id", _KEY),
        sa.Column("in_place_at", _MOMENT),
        sa.Column("complaint_id", _KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["user_account.id"], name="fk_accommodation_answered_by"
        ),
        sa.ForeignKeyConstraint(["clock_id"], ["clock.id"], name="fk_accommodation_clock_id"),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name="fk_accommodation_complaint_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_accommodation"),
    )
    op.create_index("ix_accommodation_complaint_id", _TABLE, ["complaint_id"])


def downgrade() -> None:
    """Take it away."""
    op.drop_table(_TABLE)
