"""What broke a series: a category split, a rule changed, an organisation replaced, each on its day.

A table that begins with the organisations that were replaced, a few rows: it takes a moment. What
settings changed before it is there is not noted.
"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0143"
down_revision = "0142"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make it, and note who was replaced."""
    op.create_table(
        "series_break",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("agency", sa.String(20), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("words_fr", sa.Text(), nullable=False),
        sa.Column("words_en", sa.Text(), nullable=False),
        sa.Column("worded_by", sa.Integer()),
        sa.Column("noted_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series_break")),
    )
    op.create_index(op.f("ix_series_break_agency"), "series_break", ["agency"])
    _note_who_was_replaced()


def downgrade() -> None:
    """Take it away."""
    op.drop_table("series_break")


def _note_who_was_replaced() -> None:
    kept = sa.text(
        "SELECT agency, on_day, plan, begun_at FROM agency_change"
        " WHERE kind <> 'rename' AND begun_at IS NOT NULL ORDER BY id"
    ).columns(on_day=sa.Date(), plan=sa.JSON(), begun_at=_MOMENT)
    rows = []
    for agency, on_day, plan, begun_at in op.get_bind().execute(kept):
        places = (plan["rest"], *plan["categories"].values())
        successors = list(dict.fromkeys(place[0] for place in places))
        rows += [
            {
                "kind": "organisation",
                "agency": code,
                "on_day": on_day,
                "before": json.dumps({"agencies": [agency]}),
                "after": json.dumps({"agencies": successors}),
                "noted_at": begun_at,
            }
            for code in (agency, *successors)
        ]
    insert = sa.text(
        "INSERT INTO series_break"
        " (kind, agency, on_day, before, after, words_fr, words_en, noted_at)"
        " VALUES (:kind, :agency, :on_day, :before, :after, '', '', :noted_at)"
    ).bindparams(sa.bindparam("on_day", type_=sa.Date()), sa.bindparam("noted_at", type_=_MOMENT))
    if rows:
        op.get_bind().execute(insert, rows)
