"""Counts of who led to a complaint, by unit; single-letter shortcuts that somebody may turn off."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _measure_of(60, before=30)
    op.add_column(
        "user_account",
        sa.Column("shortcuts", sa.Boolean(), server_default=sa.true(), nullable=False),
    )
    if _has_referrals():
        _count_anew()


def downgrade() -> None:
    op.drop_column("user_account", "shortcuts")
    _count_anew()
    _measure_of(30, before=60)


def _measure_of(length: int, before: int) -> None:
    with op.batch_alter_table("report_count") as table:
        table.alter_column(
            "measure",
            existing_type=sa.String(before),
            type_=sa.String(length),
            existing_nullable=False,
        )


def _has_referrals() -> bool:
    """Tell whether staff led to complaints that were counted without it."""
    found = op.get_bind().execute(
        sa.text(
            "SELECT 1 FROM history_entry WHERE kind = 'filed'"
            " AND CAST(facts AS TEXT) LIKE '%\"referred_by\"%' LIMIT 1"
        )
    )
    return found.first() is not None


def _count_anew() -> None:
    """Forget the counts: the worker makes them again from the history."""
    op.execute("DELETE FROM report_count")
    op.execute("DELETE FROM report_mark")
