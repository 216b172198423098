"""What complainants thought, lessons told to everybody, and alarms that rules raise."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_index("ix_recommendation_step_at", "recommendation_step", ["at"])
    _survey()
    _lessons()
    _alarms()


def downgrade() -> None:
    for table in ("alarm", "lesson", "survey_count", "survey_mark"):
        op.drop_table(table)
    op.drop_index("ix_recommendation_step_at", "recommendation_step")


def _survey() -> None:
    op.create_table(
        "survey_mark",
        sa.Column("complaint_id", _KEY, autoincrement=False, nullable=False),
        _reference("survey_mark", "complaint_id", "complaint"),
        sa.PrimaryKeyConstraint("complaint_id", name=op.f("pk_survey_mark")),
    )
    keys = {"agency": 20, "month": 7, "cut": 10, "value": 60, "question": 10}
    op.create_table(
        "survey_count",
        *(sa.Column(name, sa.String(length=long), nullable=False) for name, long in keys.items()),
        sa.Column("answer", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(*keys, "answer", name=op.f("pk_survey_count")),
        sqlite_with_rowid=False,
    )


def _lessons() -> None:
    op.create_table(
        "lesson",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("agency", sa.String(length=20), nullable=False),
        sa.Column("recommendation_id", _KEY, nullable=False),
        sa.Column("theme", sa.String(length=40), nullable=False),
        sa.Column("complaints", sa.Integer(), nullable=False),
        sa.Column("texts", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reader_id", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=True),
        _reference("lesson", "recommendation_id", "recommendation"),
        _reference("lesson", "author_id", "user_account"),
        _reference("lesson", "reader_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson")),
    )
    op.create_index(op.f("ix_lesson_recommendation_id"), "lesson", ["recommendation_id"])
    op.create_index("ix_lesson_published", "lesson", ["state", "published_at", "id"])
    op.create_index("ix_lesson_agency", "lesson", ["agency", "state", "published_at", "id"])


def _alarms() -> None:
    op.create_table(
        "alarm",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("rule", sa.String(length=30), nullable=False),
        sa.Column("agency", sa.String(length=20), nullable=False),
        sa.Column("theme", sa.String(length=40), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.Column("reason", sa.LargeBinary(), nullable=True),
        sa.Column("recommendation_id", _KEY, nullable=True),
        _reference("alarm", "settled_by", "user_account"),
        _reference("alarm", "recommendation_id", "recommendation"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alarm")),
        sa.UniqueConstraint(
            "rule", "agency", "theme", "period", name=op.f("uq_alarm_rule_agency_theme_period")
        ),
    )
    op.create_index("ix_alarm_agency", "alarm", ["agency", "raised_at", "id"])


def _reference(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"))
