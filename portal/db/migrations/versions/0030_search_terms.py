"""Whose each searched text is: a term of its agency and one of its complaint.

Written anew for every text; with a million of them this takes about a minute.
"""

from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

_WORDS = "ix_complaint_search_words"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE complaint_search_anew"
            " USING fts5(words, complaint_id UNINDEXED, detail=none)"
        )
        op.execute(
            "INSERT INTO complaint_search_anew (rowid, words, complaint_id)"
            " SELECT s.rowid, s.words || ' of' || lower(hex(c.agency)) || ' id' || c.id, c.id"
            " FROM complaint_search s JOIN complaint c ON c.id = s.complaint_id ORDER BY s.rowid"
        )
        op.execute("DROP TABLE complaint_search")
        op.execute("ALTER TABLE complaint_search_anew RENAME TO complaint_search")
        return
    op.drop_index(_WORDS, table_name="complaint_search")
    op.execute(
        "UPDATE complaint_search s SET words = s.words || array_to_tsvector("
        "ARRAY['of' || encode(convert_to(c.agency, 'UTF8'), 'hex'), 'id' || c.id])"
        " FROM complaint c WHERE c.id = s.complaint_id"
    )
    op.create_index(_WORDS, "complaint_search", ["words"], postgresql_using="gin")


def downgrade() -> None:
    """Leave the terms: what was before looks for no such words."""
