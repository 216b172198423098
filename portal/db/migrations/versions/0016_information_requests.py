"""Questions that the complaints service asks inside the agency, and to whom they were put."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "information_request",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("complaint_id", _KEY, nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("asked_at", _MOMENT, nullable=False),
        sa.Column("asked_seq", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("question", sa.LargeBinary(), nullable=False),
        sa.Column("shown", sa.LargeBinary(), nullable=False),
        sa.Column("clock_id", _KEY, nullable=False),
        sa.Column("due_at", _MOMENT, nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("late_since", _MOMENT, nullable=True),
        sa.Column("answered_at", _MOMENT, nullable=True),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.Column("ended_at", _MOMENT, nullable=True),
        sa.Column("ending", sa.String(length=30), nullable=True),
        sa.Column("reason", sa.LargeBinary(), nullable=True),
        sa.Column("closed_seq", sa.Integer(), nullable=True),
        *_foreign_keys(
            "information_request",
            complaint_id="complaint.id",
            asked_by="user_account.id",
            clock_id="clock.id",
            answered_by="user_account.id",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_information_request")),
        sa.UniqueConstraint("clock_id", name=op.f("uq_information_request_clock_id")),
    )
    op.create_table(
        "request_step",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("request_id", _KEY, nullable=False),
        sa.Column("complaint_id", _KEY, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("post", sa.String(length=60), nullable=True),
        sa.Column("clock_id", _KEY, nullable=True),
        *_foreign_keys(
            "request_step",
            request_id="information_request.id",
            complaint_id="complaint.id",
            user_id="user_account.id",
            clock_id="clock.id",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_step")),
        sa.UniqueConstraint("clock_id", name=op.f("uq_request_step_clock_id")),
    )
    op.create_index(
        op.f("ix_information_request_complaint_id"), "information_request", ["complaint_id"]
    )
    for column in ("request_id", "complaint_id", "user_id", "post"):
        op.create_index(op.f(f"ix_request_step_{column}"), "request_step", [column])


def downgrade() -> None:
    op.drop_table("request_step")
    op.drop_table("information_request")


def _foreign_keys(table: str, **targets: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))
        for column, target in targets.items()
    ]
