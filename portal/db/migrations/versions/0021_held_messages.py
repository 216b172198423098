"""What was confirmed and is held for a moment before it leaves, or waits for a second reader."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)
_LEAVING = sa.text("waiting = 'hold'")
_ON_ITS_WAY = sa.text("waiting <> 'author'")


def upgrade() -> None:
    op.create_table(
        "held_message",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("complaint_id", _KEY, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("waiting", sa.String(length=10), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("confirmed_at", _MOMENT, nullable=False),
        sa.Column("leaves_at", _MOMENT, nullable=True),
        sa.Column("read_by", sa.Integer(), nullable=True),
        sa.Column("came_back", sa.String(length=20), nullable=True),
        sa.Column("came_back_at", _MOMENT, nullable=True),
        sa.Column("remark", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_held_message_complaint_id")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user_account.id"], name=op.f("fk_held_message_author_id")
        ),
        sa.ForeignKeyConstraint(
            ["read_by"], ["user_account.id"], name=op.f("fk_held_message_read_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_message")),
    )
    op.create_index(op.f("ix_held_message_complaint_id"), "held_message", ["complaint_id"])
    op.create_index(
        "ix_held_message_leaving",
        "held_message",
        ["leaves_at"],
        sqlite_where=_LEAVING,
        postgresql_where=_LEAVING,
    )
    op.create_index(
        "ix_held_message_on_its_way",
        "held_message",
        ["complaint_id"],
        unique=True,
        sqlite_where=_ON_ITS_WAY,
        postgresql_where=_ON_ITS_WAY,
    )


def downgrade() -> None:
    op.drop_table("held_message")
