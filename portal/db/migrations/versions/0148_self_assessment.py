"""Closed files are drawn to be read again: every draw is kept, with the sheets of its readers.

Both tables are empty: it takes a moment.
"""

import sqlalchemy as sa
from alembic import op

revision = "0148"
down_revision = "0147"
branch_labels = None
depends_on = None

_DRAW, _SHEET = "assessment_draw", "assessment_sheet"
_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        _DRAW,
        sa.Column("id", _KEY, nullable=False),
        sa.Column("agency", sa.String(20), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("drawn_at", _MOMENT, nullable=False),
        sa.Column("drawn_by", sa.Integer()),
        sa.Column("seed", sa.String(64), nullable=False),
        sa.Column("rule", sa.String(20), nullable=False),
        sa.Column("population", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column("ended_at", _MOMENT),
        sa.ForeignKeyConstraint(
            ["drawn_by"], ["user_account.id"], name="fk_assessment_draw_drawn_by"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_assessment_draw"),
    )
    op.create_index("ix_assessment_draw_period", _DRAW, ["agency", "first_day", "id"])
    op.create_table(
        _SHEET,
        sa.Column("id", _KEY, nullable=False),
        sa.Column("draw_id", _KEY, nullable=False),
        sa.Column("number", sa.String(16), nullable=False),
        sa.Column("category", sa.String(60), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("reading", sa.Integer(), nullable=False),
        sa.Column("reader_id", sa.Integer()),
        sa.Column("read_at", _MOMENT),
        sa.Column("said", sa.LargeBinary(), nullable=False),
        sa.Column("complaint_id", _KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["draw_id"], ["assessment_draw.id"], name="fk_assessment_sheet_draw_id"
        ),
        sa.ForeignKeyConstraint(
            ["reader_id"], ["user_account.id"], name="fk_assessment_sheet_reader_id"
        ),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name="fk_assessment_sheet_complaint_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_assessment_sheet"),
        sa.UniqueConstraint(
            *("draw_id", "rank", "reading"), name="uq_assessment_sheet_draw_id_rank_reading"
        ),
    )
    op.create_index("ix_assessment_sheet_complaint_id", _SHEET, ["complaint_id"])


def downgrade() -> None:
    """Take both away."""
    op.drop_table(_SHEET)
    op.drop_table(_DRAW)
