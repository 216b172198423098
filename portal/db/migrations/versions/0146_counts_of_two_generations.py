"""Counts in layers for each part that pages are narrowed to, and room to make all of them anew.

What is counted stays, and is added up for the new layers. Among five million complaints it takes
some minutes.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0146"
down_revision = "0145"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_BEFORE: dict[str, sa.types.TypeEngine[Any]] = {
    "agency": sa.String(20),
    "month": sa.String(7),
    "nature": sa.String(20),
    "language": sa.String(10),
    "region": sa.String(10),
    "theme": sa.String(40),
    "category": sa.String(60),
    "channel": sa.String(20),
    "measure": sa.String(60),
    "bucket": sa.Integer(),
}
_PARTS = ("language", "region", "theme", "category", "channel")
_LAYERS = (("theme",), ("theme", "category"), ("channel",), ("language",), ("region",))


def upgrade() -> None:
    """Give the counts a generation, add them up by each part, and make room to count anew."""
    generation = sa.Column("generation", sa.Integer(), server_default="0", nullable=False)
    _anew([generation], "0, ", "generation, ")
    for layer in _LAYERS:
        told = [f"'' AS {p}" if p in _PARTS and p not in layer else p for p in _BEFORE]
        kept = [p for p in _BEFORE if p not in _PARTS or p in layer]
        op.execute(
            f"INSERT INTO report_count (generation, {', '.join(_BEFORE)}, n)"  # noqa: S608
            f" SELECT 0, {', '.join(told)}, sum(n) FROM report_count"
            " WHERE language <> '' AND theme <> '' AND category <> ''"
            f" GROUP BY {', '.join(kept)}"
        )
    op.create_index(
        "ix_report_count_received",
        "report_count",
        [
            *("generation", "nature", "language", "region", "agency", "month"),
            *("theme", "category", "channel", "n"),
        ],
        sqlite_where=sa.text("measure = 'received'"),
        postgresql_where=sa.text("measure = 'received'"),
    )
    op.create_index(
        "ix_complaint_open",
        "complaint",
        [
            *("agency", "received_at", "last_event_at"),
            *("filed_for", "theme", "category", "channel"),
        ],
        sqlite_where=sa.text("is_open = 1 AND parent_id IS NULL"),
        postgresql_where=sa.text("is_open AND parent_id IS NULL"),
    )
    op.create_table(
        "report_recount",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("definitions", sa.String(10), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        *(
            sa.Column(name, _KEY, nullable=False)
            for name in ("reached", "next", "last", "complaints")
        ),
        sa.Column("agency", sa.String(20), nullable=False),
        sa.Column("month", sa.String(7), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_recount")),
    )


def downgrade() -> None:
    """Keep the counts in force alone, in the layers that there were."""
    op.drop_table("report_recount")
    op.drop_index("ix_complaint_open", "complaint")
    op.drop_index("ix_report_count_received", "report_count")
    op.execute(
        "DELETE FROM report_count WHERE generation <>"
        " (SELECT coalesce(max(entry_id), 0) FROM report_mark WHERE name = 'generation')"
    )
    op.execute("DELETE FROM report_mark WHERE name = 'generation'")
    whole = "language = '' AND region = ''"
    of_all, of_subject = "theme = '' AND channel = ''", "category <> '' AND channel <> ''"
    finest = f"language <> '' AND region <> '' AND {of_subject}"
    op.execute(
        "DELETE FROM report_count WHERE NOT"  # noqa: S608
        f" (({finest}) OR ({whole} AND (({of_all}) OR ({of_subject}))))"
    )
    _anew([], "", "")


def _anew(first: list[sa.Column[int]], value: str, name: str) -> None:
    """Make the table anew with the columns that come first, and with all that it holds."""
    op.rename_table("report_count", "report_count_before")
    if op.get_context().dialect.name == "postgresql":
        op.execute("ALTER TABLE report_count_before DROP CONSTRAINT pk_report_count")
    op.create_table(
        "report_count",
        *first,
        *(sa.Column(column, kind, nullable=False) for column, kind in _BEFORE.items()),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(*(c.name for c in first), *_BEFORE, name="pk_report_count"),
        sqlite_with_rowid=not first,
    )
    kept = f"{', '.join(_BEFORE)}, n"
    before = f"SELECT {value}{kept} FROM report_count_before"  # noqa: S608
    op.execute(f"INSERT INTO report_count ({name}{kept}) {before}")
    op.drop_table("report_count_before")
