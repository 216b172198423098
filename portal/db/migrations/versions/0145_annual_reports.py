"""The annual reports as they were published, and the words on why that are asked for and written.

Three tables that begin empty: it takes a moment.
"""

import sqlalchemy as sa
from alembic import op

revision = "0145"
down_revision = "0144"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "annual_report",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("agency", sa.String(20), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("until", sa.SmallInteger(), nullable=False),
        sa.Column("definitions", sa.String(10), nullable=False),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reason_en", sa.Text(), nullable=False),
        sa.Column("sources", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("pdf_fr", sa.LargeBinary(), nullable=False),
        sa.Column("pdf_en", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annual_report")),
        sa.UniqueConstraint(
            "year", "agency", "number", name=op.f("uq_annual_report_year_agency_number")
        ),
    )
    op.create_table(
        "annual_request",
        sa.Column("year", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("agency", sa.String(20), nullable=False),
        sa.Column("asked_at", _MOMENT, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("year", "agency", name=op.f("pk_annual_request")),
    )
    op.create_table(
        "annual_words",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("agency", sa.String(20), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("post", sa.Text(), nullable=False),
        sa.Column("post_en", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Integer()),
        sa.Column("written_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annual_words")),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user_account.id"], name=op.f("fk_annual_words_author_id_user_account")
        ),
        sa.UniqueConstraint(
            "year", "agency", "number", name=op.f("uq_annual_words_year_agency_number")
        ),
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("annual_words")
    op.drop_table("annual_request")
    op.drop_table("annual_report")
