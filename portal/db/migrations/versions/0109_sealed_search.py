"""Search by an index that is sealed itself, and that nobody reads without keys.

The hashed words of before told who has the database which texts have a word in common, and in which
order. They are erased; the worker makes the new index from the texts themselves, from the newest
complaint to the oldest, while pages say how far it is. This takes a moment whatever the number of
complaints; the worker's part some minutes among a million. Going down, searches find only what is
added afterwards.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0109"
down_revision = "0108"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Erase the index of before, make room for the new one, and let it be made."""
    _erase_before()
    _texts()
    _segments()
    op.create_table(
        "search_rebuild",
        sa.Column("id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("reached", _KEY, nullable=False),
        sa.Column("newest", _KEY, nullable=False),
        sa.Column("last_text", _KEY, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_search_rebuild"),
    )
    op.execute(
        "INSERT INTO search_rebuild (id, reached, newest, last_text)"
        " SELECT 1, max(id) + 1, max(id), 0 FROM complaint HAVING max(id) IS NOT NULL"
    )


def downgrade() -> None:
    """Erase the new index, and make room for the one of before."""
    for table in ("search_rebuild", "search_block", "search_segment", "search_text"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE complaint_search"
            " USING fts5(words, complaint_id UNINDEXED, detail=none)"
        )
        return
    op.create_table(
        "complaint_search",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("complaint_id", sa.BigInteger(), nullable=True),
        sa.Column("words", postgresql.TSVECTOR(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_complaint_search"),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name="fk_complaint_search_complaint_id"
        ),
    )
    op.create_index("ix_complaint_search_complaint_id", "complaint_search", ["complaint_id"])
    op.create_index(
        "ix_complaint_search_words", "complaint_search", ["words"], postgresql_using="gin"
    )


def _erase_before() -> None:
    if op.get_bind().dialect.name == "sqlite":
        # What was there would otherwise stay in the file until something else is written over it.
        op.execute("PRAGMA secure_delete = ON")
    op.execute("DROP TABLE complaint_search")


def _texts() -> None:
    op.create_table(
        "search_text",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("agency", sa.String(20), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("complaint_id", _KEY, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_search_text"),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name="fk_search_text_complaint_id"
        ),
    )
    op.create_index("ix_search_text_complaint_id", "search_text", ["complaint_id"])
    few = sa.text("place <> 1")
    op.create_index(
        "ix_search_text_waiting",
        "search_text",
        ["agency", "id"],
        sqlite_where=few,
        postgresql_where=few,
    )


def _segments() -> None:
    op.create_table(
        "search_segment",
        sa.Column("id", _KEY, nullable=False, autoincrement=False),
        sa.Column("agency", sa.String(20), nullable=False),
        sa.Column("texts", sa.Integer(), nullable=False),
        sa.Column("in_use", sa.Boolean(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("starts", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_search_segment"),
    )
    op.create_index("ix_search_segment_agency", "search_segment", ["agency"])
    op.create_table(
        "search_block",
        sa.Column("id", _KEY, nullable=False, autoincrement=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_search_block"),
    )
