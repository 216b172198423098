"""Exports that take long are kept as they are made: what was asked for, and parts of the files.

Both tables are empty: it takes a moment.
"""

import sqlalchemy as sa
from alembic import op

revision = "0150"
down_revision = "0149"
branch_labels = None
depends_on = None

_JOB, _PART = "export_job", "export_part"
_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        _JOB,
        sa.Column("id", _KEY, nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("about", sa.String(20), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("asked_at", _MOMENT, nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("why", sa.String(20)),
        sa.Column("not_before", _MOMENT, nullable=False),
        sa.Column("leased_by", sa.String(32)),
        sa.Column("leased_until", _MOMENT),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_id", _KEY, nullable=False),
        sa.Column("last_id", _KEY, nullable=False),
        sa.Column("done", _KEY, nullable=False),
        sa.Column("total", _KEY, nullable=False),
        sa.Column("spent", _KEY, nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("size", _KEY, nullable=False),
        sa.Column("ended_at", _MOMENT),
        sa.Column("expires_at", _MOMENT),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name="fk_export_job_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_export_job"),
    )
    op.create_index("ix_export_job_user_id", _JOB, ["user_id", "id"])
    op.create_index("ix_export_job_state", _JOB, ["state", "id"])
    op.create_table(
        _PART,
        sa.Column("id", _KEY, nullable=False),
        sa.Column("job_id", _KEY, nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("file_key", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["export_job.id"], name="fk_export_part_job_id"),
        sa.PrimaryKeyConstraint("id", name="pk_export_part"),
        sa.UniqueConstraint("job_id", "rank", name="uq_export_part_job_id_rank"),
    )


def downgrade() -> None:
    """Take both away."""
    op.drop_table(_PART)
    op.drop_table(_JOB)
