"""Reports of reprisals lie apart from their complaints, sealed under names that need the keys.

What stood in clear is moved: texts, dates, letters and counts of reports. These texts are opened
and sealed anew, one file a complaint, because what is sealed with them changed; so are the letters
about several complaints, which no longer tell of what. Entries of the history and openings stay:
each later one covers them. Dropping the column writes the table of complaints anew on SQLite: some seconds among
a million.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

import orjson
import sqlalchemy as sa
from alembic import op

revision = "0112"
down_revision = "0111"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)
_INDEX = "ix_complaint_reprisal"
_FEW = sa.text("reprisal_due_at IS NOT NULL")
_CLOCKS = ("reprisal_first_act", "reprisal_check_in")
_TEXTS = ("reprisal", "reprisal_act")
_LETTERS = ("reprisal_flagged", "reprisal_missed", "reprisal_noted", "nobody_protects")
_COUNTS = ("reprisals", "reprisal_due_kept", "reprisal_due_missed")
_AT_ONCE = 500


def _table(name: str, *moments: str, **columns: Any) -> Any:
    dated = (sa.column(moment, _MOMENT) for moment in moments)
    return sa.table(name, *dated, *(sa.column(key, kind) for key, kind in columns.items()))


_COMPLAINT = _table("complaint", id=_KEY, number=sa.String(), agency=sa.String())
_MESSAGE = _table(
    "message",
    "at",
    id=_KEY,
    complaint_id=_KEY,
    kind=sa.String(),
    from_citizen=sa.Boolean(),
    author_id=sa.Integer(),
    body=sa.LargeBinary(),
    history_seq=sa.Integer(),
    once=sa.String(),
)
_ENTRY = _table("history_entry", complaint_id=_KEY, seq=sa.Integer(), facts=sa.JSON())
_CLOCK = _table(
    "clock",
    *("started_at", "due_at", "met_at", "missed_at"),
    id=_KEY,
    complaint_id=_KEY,
    kind=sa.String(),
    last_day=sa.Date(),
    allowance=sa.String(),
    promise=sa.JSON(),
    explanation=sa.JSON(),
    release_id=sa.Integer(),
)
_RELEASE = _table("agency_release", "in_force_from", id=sa.Integer(), rank=sa.Integer())
_NOTICE = _table("notice", id=_KEY, clock_id=_KEY)
_OUTBOX = _table(
    "outbox",
    id=_KEY,
    template=sa.String(),
    complaint_id=_KEY,
    params=sa.JSON(),
    sealed=sa.LargeBinary(),
)
_FILE = _table(
    "protection_file",
    of=sa.String(),
    place=sa.String(),
    is_owed=sa.Boolean(),
    content=sa.LargeBinary(),
)
_COUNT = _table("report_count", measure=sa.String())


def upgrade() -> None:
    """Make room for files and sealed letters, and move what there is of reports."""
    op.create_table(
        "protection_file",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("of", sa.String(32), nullable=False),
        sa.Column("place", sa.String(32), nullable=False),
        sa.Column("is_owed", sa.Boolean(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_protection_file"),
        sa.UniqueConstraint("of", name="uq_protection_file_of"),
    )
    owed = sa.text("is_owed")
    op.create_index(
        "ix_protection_file_owed",
        "protection_file",
        ["place"],
        sqlite_where=owed,
        postgresql_where=owed,
    )
    op.add_column("outbox", sa.Column("sealed", sa.LargeBinary(), nullable=True))
    _move_reports(op.get_bind())
    _seal_digests(op.get_bind())
    op.drop_index(_INDEX, table_name="complaint")
    op.drop_column("complaint", "reprisal_due_at")


def downgrade() -> None:
    """Go back, unless a report is kept: an earlier version would show that it exists."""
    bind = op.get_bind()
    if bind.scalar(sa.select(sa.func.count()).select_from(_FILE)):
        raise RuntimeError("reports of reprisals are kept, and an earlier version would show them")
    _open_digests(bind)
    op.add_column("complaint", sa.Column("reprisal_due_at", _MOMENT, nullable=True))
    op.create_index(
        _INDEX,
        "complaint",
        ["agency", "reprisal_due_at", "id"],
        sqlite_where=_FEW,
        postgresql_where=_FEW,
    )
    op.drop_column("outbox", "sealed")
    op.drop_table("protection_file")


def _move_reports(bind: sa.Connection) -> None:
    texts, dates = _texts(bind), _dates(bind)
    keyring = bind.dialect.keyring  # type: ignore[attr-defined]
    heading = sa.select(_COMPLAINT.c.number, _COMPLAINT.c.agency)
    for complaint_id in sorted({*texts, *dates}):
        number, agency = bind.execute(heading.where(_COMPLAINT.c.id == complaint_id)).one()
        file = _file(bind, complaint_id, texts[complaint_id], dates[complaint_id])
        file |= {"number": number, "agency": agency}
        row = {
            "of": keyring.hashed(number, "protection_file.of"),
            "place": keyring.hashed(agency, "protection_file.place"),
            "is_owed": any(date["met_at"] is None for date in file["dates"]),
            "content": keyring.seal(orjson.dumps(file), "protection_file.content"),
        }
        bind.execute(sa.insert(_FILE).values(**row))
    _forget(bind)


def _file(
    bind: sa.Connection,
    complaint_id: int,
    texts: Iterable[Mapping[str, Any]],
    dates: Iterable[Mapping[str, Any]],
) -> dict[str, Any]:
    keyring = bind.dialect.keyring  # type: ignore[attr-defined]
    file: dict[str, Any] = {"complaint_id": complaint_id, "reader": "head"}
    file |= {"kept_from": [], "reports": [], "acts": [], "dates": list(dates)}
    for row in texts:
        by = None if row["from_citizen"] else row["author_id"]
        kept = {"at": _moment(row["at"]), "by": by}
        kept["body"] = keyring.open(row["body"], "message.body").decode()
        if row["kind"] == "reprisal":
            file["reports"].append(kept | {"once": row["once"]})
        else:
            of_entry = (_ENTRY.c.complaint_id == complaint_id, _ENTRY.c.seq == row["history_seq"])
            facts = bind.scalar(sa.select(_ENTRY.c.facts).where(*of_entry)) or {}
            kept["kind"] = facts.get("clock", "reprisal_first_act")
            file["acts"].append(kept | {"is_late": facts.get("in_time") is False})
    return file


def _texts(bind: sa.Connection) -> dict[int, list[Mapping[str, Any]]]:
    rows = bind.execute(
        sa.select(_MESSAGE).where(_MESSAGE.c.kind.in_(_TEXTS)).order_by(_MESSAGE.c.id)
    )
    texts: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows.mappings():
        texts[row["complaint_id"]].append(dict(row))
    return texts


def _dates(bind: sa.Connection) -> dict[int, list[dict[str, Any]]]:
    statement = (
        sa.select(_CLOCK, _RELEASE.c.rank, _RELEASE.c.in_force_from)
        .join(_RELEASE, _RELEASE.c.id == _CLOCK.c.release_id)
        .where(_CLOCK.c.kind.in_(_CLOCKS))
        .order_by(_CLOCK.c.id)
    )
    dates = defaultdict(list)
    for row in bind.execute(statement).mappings():
        moments = ("started_at", "due_at", "met_at", "missed_at", "in_force_from")
        kept = {name: row[name] for name in ("kind", "allowance", "promise", "explanation")}
        kept |= {name: _moment(row[name]) for name in moments}
        kept |= {"last_day": row["last_day"].isoformat(), "release": row["rank"]}
        dates[row["complaint_id"]].append(kept)
    return dates


def _forget(bind: sa.Connection) -> None:
    """Take away what stood in clear of reports, or led to one."""
    of_reports = sa.select(_CLOCK.c.id).where(_CLOCK.c.kind.in_(_CLOCKS))
    warns = sa.cast(_OUTBOX.c.params, sa.Text()).like("%reprisal_%")
    for gone in (
        sa.delete(_NOTICE).where(_NOTICE.c.clock_id.in_(of_reports)),
        sa.delete(_CLOCK).where(_CLOCK.c.kind.in_(_CLOCKS)),
        sa.delete(_MESSAGE).where(_MESSAGE.c.kind.in_(_TEXTS)),
        sa.delete(_OUTBOX).where(_OUTBOX.c.template.in_(_LETTERS)),
        sa.delete(_OUTBOX).where(_OUTBOX.c.template == "warning", warns),
        sa.delete(_COUNT).where(_COUNT.c.measure.in_(_COUNTS)),
    ):
        bind.execute(gone)


def _seal_digests(bind: sa.Connection) -> None:
    keyring = bind.dialect.keyring  # type: ignore[attr-defined]
    for row in _digests(bind, _OUTBOX.c.sealed.is_(None)):
        said = orjson.dumps({"template": "digest", "params": row.params})
        _keep(bind, row.id, {}, keyring.seal(said, "outbox.sealed"))


def _open_digests(bind: sa.Connection) -> None:
    keyring = bind.dialect.keyring  # type: ignore[attr-defined]
    for row in _digests(bind, _OUTBOX.c.sealed.is_not(None)):
        said = orjson.loads(keyring.open(row.sealed, "outbox.sealed"))
        if said["template"] == "digest":
            _keep(bind, row.id, said["params"], None)
        else:
            bind.execute(sa.delete(_OUTBOX).where(_OUTBOX.c.id == row.id))


def _digests(bind: sa.Connection, chosen: sa.ColumnElement[bool]) -> Iterable[Any]:
    """Yield the letters about several complaints, some at once."""
    last = 0
    while True:
        of_several = (_OUTBOX.c.template == "digest", _OUTBOX.c.id > last, chosen)
        columns = (_OUTBOX.c.id, _OUTBOX.c.params, _OUTBOX.c.sealed)
        statement = sa.select(*columns).where(*of_several).order_by(_OUTBOX.c.id)
        rows = bind.execute(statement.limit(_AT_ONCE)).all()
        if not rows:
            return
        yield from rows
        last = rows[-1].id


def _keep(bind: sa.Connection, letter: int, params: Any, sealed: bytes | None) -> None:
    kept = sa.update(_OUTBOX).where(_OUTBOX.c.id == letter)
    bind.execute(kept.values(params=params, sealed=sealed))


def _moment(kept: datetime | None) -> str | None:
    """Return a moment as text: SQLite gives it in UTC and without saying so."""
    if kept is None:
        return None
    return (kept if kept.tzinfo else kept.replace(tzinfo=UTC)).isoformat()
