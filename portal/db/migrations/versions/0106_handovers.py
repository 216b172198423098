"""An agency that handed a complaint over, such as the intake desk, keeps that it did.

What was handed over lately is taken from the histories, which are looked through once: among a
million complaints that takes some minutes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0106"
down_revision = "0105"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_FACT = {"sqlite": "json_extract(facts, '$.{}')", "postgresql": "facts ->> '{}'"}
_LATELY = {
    "sqlite": "datetime('now', '-31 days')",
    "postgresql": "now() - interval '31 days'",
}


def upgrade() -> None:
    """Make room for what was handed over, and enter what was within a month."""
    op.create_table(
        "handover",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("complaint_id", _KEY, nullable=False),
        sa.Column("before", sa.String(20), nullable=False),
        sa.Column("agency", sa.String(20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("history_seq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_handover"),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name="fk_handover_complaint_id"
        ),
    )
    op.create_index("ix_handover_before", "handover", ["before", "at"])
    kind = op.get_bind().dialect.name
    before, agency = _FACT[kind].format("before"), _FACT[kind].format("agency")
    lately = f"SELECT complaint_id, {before}, {agency}, at, seq FROM history_entry"  # noqa: S608
    op.execute(
        'INSERT INTO handover (complaint_id, "before", agency, at, history_seq) '
        + lately
        + f" WHERE kind = 'routed' AND at > {_LATELY[kind]}"
    )


def downgrade() -> None:
    """Forget what was handed over: the histories have it."""
    op.drop_table("handover")
