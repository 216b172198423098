"""Recommendations, their steps, the complaints they gather, and who wishes to be told of it."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column(
        "complaint",
        sa.Column("wishes_news", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    _table(
        "recommendation",
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("title", sa.LargeBinary(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("post", sa.String(length=60), nullable=True),
        sa.Column("addressee_id", sa.Integer(), nullable=True),
        sa.Column("clock_id", _KEY, nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        *(
            _reference("recommendation", column, "user_account")
            for column in ("author_id", "addressee_id", "owner_id")
        ),
        _reference("recommendation", "clock_id", "clock"),
    )
    _index("recommendation", "state")
    _index("recommendation", "clock_id")
    _table(
        "recommendation_step",
        sa.Column("recommendation_id", _KEY, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        _reference("recommendation_step", "user_id", "user_account"),
        _reference("recommendation_step", "recommendation_id", "recommendation"),
    )
    _index("recommendation_step", "recommendation_id")
    _table(
        "recommendation_complaint",
        sa.Column("recommendation_id", _KEY, nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        _reference("recommendation_complaint", "recommendation_id", "recommendation"),
        sa.UniqueConstraint(
            "recommendation_id",
            "complaint_id",
            name=op.f("uq_recommendation_complaint_recommendation_id_complaint_id"),
        ),
    )


def downgrade() -> None:
    for table in ("recommendation_complaint", "recommendation_step", "recommendation"):
        op.drop_table(table)
    op.drop_column("complaint", "wishes_news")


def _table(name: str, *parts: sa.schema.SchemaItem) -> None:
    """Create a table of things that belong to a complaint."""
    op.create_table(
        name,
        sa.Column("id", _KEY, nullable=False),
        sa.Column("complaint_id", _KEY, nullable=False),
        *parts,
        _reference(name, "complaint_id", "complaint"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    _index(name, "complaint_id")


def _reference(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"))


def _index(table: str, column: str) -> None:
    op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
