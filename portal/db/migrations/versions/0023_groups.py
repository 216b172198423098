"""Groups of complaints about one cause, the answers to them, and who says it happened to them."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_GROUP, _ANSWER = "complaint_group", "complaint_group_answer"
_TABLES = ("step", "complaint", "answer_part", "answer", "follower", "mark")


def upgrade() -> None:
    _groups()
    _answers()
    _followers()
    op.create_table(
        f"{_GROUP}_mark",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("complaint_id", _KEY, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{_GROUP}_mark")),
    )
    # What is there already is looked for by people: the worker begins with what comes next.
    op.execute(
        f"INSERT INTO {_GROUP}_mark (id, complaint_id)"  # noqa: S608
        " SELECT 1, COALESCE(MAX(id), 0) FROM complaint"
    )


def downgrade() -> None:
    for name in _TABLES:
        op.drop_table(f"{_GROUP}_{name}")
    op.drop_table(_GROUP)


def _groups() -> None:
    _table(
        _GROUP,
        sa.Column("agency", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("description", sa.LargeBinary(), nullable=False),
        sa.Column("category", sa.String(length=60), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        _moment("made_at", nullable=False),
        _moment("answered_at"),
        sa.Column("title_fr", sa.String(length=160), nullable=True),
        sa.Column("title_en", sa.String(length=160), nullable=True),
        _moment("published_at"),
        _reference(_GROUP, "owner_id", "user_account"),
    )
    op.create_index("ix_complaint_group_agency_state", _GROUP, ["agency", "state", "id"])
    _index_of_few("ix_complaint_group_published", _GROUP, "agency", "published_at IS NOT NULL")
    _table(
        f"{_GROUP}_step",
        sa.Column("group_id", _KEY, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        _moment("at", nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        _reference(f"{_GROUP}_step", "group_id", _GROUP),
        _reference(f"{_GROUP}_step", "user_id", "user_account"),
    )
    _index(f"{_GROUP}_step", "group_id")
    _table(
        f"{_GROUP}_complaint",
        sa.Column("group_id", _KEY, nullable=False),
        sa.Column("complaint_id", _KEY, nullable=False),
        sa.Column("is_proposed", sa.Boolean(), nullable=False),
        _moment("added_at", nullable=False),
        _moment("left_at"),
        _reference(f"{_GROUP}_complaint", "group_id", _GROUP),
        _reference(f"{_GROUP}_complaint", "complaint_id", "complaint"),
    )
    _index(f"{_GROUP}_complaint", "complaint_id")
    op.create_index(
        f"ix_{_GROUP}_complaint_group_id", f"{_GROUP}_complaint", ["group_id", "left_at"]
    )
    _index_of_few(
        f"uq_{_GROUP}_complaint_current",
        f"{_GROUP}_complaint",
        "complaint_id",
        "left_at IS NULL",
        unique=True,
    )


def _answers() -> None:
    _table(
        _ANSWER,
        sa.Column("group_id", _KEY, nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("text_fr", sa.LargeBinary(), nullable=False),
        sa.Column("text_en", sa.LargeBinary(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        _moment("begun_at", nullable=False),
        _moment("sent_at"),
        _moment("done_at"),
        _reference(_ANSWER, "group_id", _GROUP),
        _reference(_ANSWER, "user_id", "user_account"),
    )
    _index(_ANSWER, "group_id")
    _index_of_few(f"ix_{_ANSWER}_sending", _ANSWER, "id", "state = 'sending'")
    part = f"{_ANSWER}_part"
    _table(
        part,
        sa.Column("answer_id", _KEY, nullable=False),
        sa.Column("complaint_id", _KEY, nullable=False),
        sa.Column("own_text", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("why", sa.String(length=20), nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        _reference(part, "answer_id", _ANSWER),
        _reference(part, "complaint_id", "complaint"),
        sa.UniqueConstraint(
            "answer_id", "complaint_id", name=op.f(f"uq_{part}_answer_id_complaint_id")
        ),
    )
    _index(part, "complaint_id")
    op.create_index(f"ix_{part}_answer_id", part, ["answer_id", "state", "id"])


def _followers() -> None:
    table = f"{_GROUP}_follower"
    _table(
        table,
        sa.Column("group_id", _KEY, nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        _moment("counted_at", nullable=False),
        sa.Column("is_counted", sa.Boolean(), nullable=False),
        sa.Column("browser_hash", sa.String(length=32), nullable=True),
        sa.Column("email_hash", sa.String(length=32), nullable=True),
        sa.Column("email", sa.LargeBinary(), nullable=True),
        sa.Column("token_hash", sa.String(length=32), nullable=True),
        _moment("asked_at"),
        _moment("confirmed_at"),
        _moment("told_answered_at"),
        _moment("told_corrected_at"),
        _reference(table, "group_id", _GROUP),
        sa.UniqueConstraint("token_hash", name=op.f(f"uq_{table}_token_hash")),
        *(
            sa.UniqueConstraint("group_id", column, name=op.f(f"uq_{table}_group_id_{column}"))
            for column in ("browser_hash", "email_hash")
        ),
    )
    _index(table, "group_id")
    _index_of_few(
        f"ix_{table}_asked", table, "asked_at", "email IS NOT NULL AND confirmed_at IS NULL"
    )


def _table(name: str, *parts: sa.schema.SchemaItem) -> None:
    op.create_table(
        name,
        sa.Column("id", _KEY, nullable=False),
        *parts,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )


def _moment(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _reference(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"))


def _index(table: str, column: str) -> None:
    op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def _index_of_few(name: str, table: str, column: str, only: str, *, unique: bool = False) -> None:
    few = sa.text(only)
    op.create_index(name, table, [column], unique=unique, sqlite_where=few, postgresql_where=few)
