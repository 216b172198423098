"""Whoever a complaint concerns is told of it by a person, and each of their tries is kept.

Whoever withdrew by themself knows of it. Nobody else was told by anybody whom the portal knows of.
"""

import sqlalchemy as sa
from alembic import op

revision = "0105"
down_revision = "0104"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Say when each person was told, and make room for tries."""
    op.add_column("conflict", sa.Column("told_at", _MOMENT))
    op.execute("UPDATE conflict SET told_at = at WHERE origin = 'own'")
    op.create_table(
        "refused_opening",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("agency", sa.String(20), nullable=False),
        sa.Column("number", sa.String(16), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_refused_opening"),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name="fk_refused_opening_user_id"
        ),
    )
    op.create_index("ix_refused_opening_number", "refused_opening", ["number", "agency", "user_id"])


def downgrade() -> None:
    """Forget who was told, and each try."""
    op.drop_table("refused_opening")
    op.drop_column("conflict", "told_at")
