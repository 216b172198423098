"""The database itself refuses to change or remove what proves the history.

Entries, openings of complaints and signed roots are added to; a complaint and its number stay, and
the end of its history and the numbers given out go on. Making the triggers takes a moment,
whatever the size.
"""

from collections.abc import Iterator

from alembic import op

revision = "0108"
down_revision = "0107"
branch_labels = None
depends_on = None

_ADDED_TO = ("history_entry", "access_log")
_GOES_ON = {
    "complaint": (
        ("number", "head_seq", "head_hash"),
        "NEW.number <> OLD.number OR NEW.head_seq < OLD.head_seq"
        " OR (NEW.head_seq = OLD.head_seq AND NEW.head_hash <> OLD.head_hash)",
    ),
    "number_counter": (("year", "last"), "NEW.year <> OLD.year OR NEW.last < OLD.last"),
    "history_root": (
        ("id", "entries", "openings"),
        "NEW.id <> OLD.id OR NEW.entries < OLD.entries OR NEW.openings < OLD.openings",
    ),
}
_TABLES = (*_ADDED_TO, *_GOES_ON)
# SQLite lets a row of the same key be replaced without its being deleted. A number counts up by an
# INSERT of the year that is there, so it has no such guard.
_IS_THERE = {
    "history_entry": "id = NEW.id OR (complaint_id = NEW.complaint_id AND seq = NEW.seq)",
    "access_log": "id = NEW.id",
    "complaint": "id = NEW.id OR number = NEW.number",
    "history_root": "id = NEW.id",
}
_REFUSED = "is kept as it was written"


def upgrade() -> None:
    """Refuse."""
    if op.get_bind().dialect.name == "sqlite":
        statements = _on_sqlite()
    else:
        op.execute(
            "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" RAISE EXCEPTION '% {_REFUSED}', TG_TABLE_NAME"
            " USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
        statements = _on_postgresql()
    for statement in statements:
        op.execute(statement)


def downgrade() -> None:
    """Let everything be changed."""
    if op.get_bind().dialect.name == "sqlite":
        for name in _names_on_sqlite():
            op.execute(f"DROP TRIGGER {name}")
        return
    op.execute("DROP FUNCTION refuse_change() CASCADE")


def _on_sqlite() -> Iterator[str]:
    for table in _TABLES:
        refused = f"BEGIN SELECT RAISE(ABORT, '{table} {_REFUSED}'); END"
        yield f"CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} {refused}"
        if table in _IS_THERE:
            is_there = f"SELECT 1 FROM {table} WHERE {_IS_THERE[table]}"  # noqa: S608  # all ours
            event = f"BEFORE INSERT ON {table} WHEN EXISTS ({is_there})"
            yield f"CREATE TRIGGER {table}_added {event} {refused}"
        if table in _ADDED_TO:
            yield f"CREATE TRIGGER {table}_unchanged BEFORE UPDATE ON {table} {refused}"
        else:
            columns, condition = _GOES_ON[table]
            event = f"BEFORE UPDATE OF {', '.join(columns)} ON {table} WHEN {condition}"
            yield f"CREATE TRIGGER {table}_goes_on {event} {refused}"


def _names_on_sqlite() -> Iterator[str]:
    for table in _TABLES:
        changed = "unchanged" if table in _ADDED_TO else "goes_on"
        yield from (f"{table}_kept", f"{table}_{changed}")
    yield from (f"{table}_added" for table in _IS_THERE)


def _on_postgresql() -> Iterator[str]:
    for table in _TABLES:
        refuse = "EXECUTE FUNCTION refuse_change()"
        yield (f"CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} FOR EACH ROW {refuse}")
        yield (
            f"CREATE TRIGGER {table}_not_emptied BEFORE TRUNCATE ON {table}"
            f" FOR EACH STATEMENT {refuse}"
        )
        if table in _ADDED_TO:
            yield (
                f"CREATE TRIGGER {table}_unchanged BEFORE UPDATE ON {table} FOR EACH ROW {refuse}"
            )
        else:
            columns, condition = _GOES_ON[table]
            yield (
                f"CREATE TRIGGER {table}_goes_on BEFORE UPDATE OF {', '.join(columns)} ON {table}"
                f" FOR EACH ROW WHEN ({condition}) {refuse}"
            )
