"""What stands with a complaint is added up, and the sum signed with the end of its history.

Every row is read, and its texts opened, to be hashed: some minutes among a million complaints. One
whose history does not end as it was signed is not signed anew: it stays without a sum, and
`portal history verify` goes on refusing it.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

import orjson
import sqlalchemy as sa
from alembic import op

revision = "0116"
down_revision = "0115"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_AT_ONCE = 500
_TYPES: dict[str, Any] = {
    "moments": sa.DateTime(timezone=True),
    "days": sa.Date(),
    "truths": sa.Boolean(),
    "values": sa.JSON(),
    "sealed": sa.LargeBinary(),
    "sealed_values": sa.LargeBinary(),
    "others": sa.String(),
    "numbers": _KEY,
}
_PROVED = {
    "attachment": {
        "moments": "added_at",
        "others": "content_type draft_id file_key kept_for question sha256",
        "numbers": "size",
        "truths": "from_citizen",
        "sealed": "name",
    },
    "clock": {
        "others": "allowance kind",
        "numbers": "extended fired level release_id",
        "moments": "due_at ended_at met_at missed_at started_at",
        "values": "explanation promise",
        "days": "last_day",
        "truths": "pending",
    },
    "complaint": {
        "others": "access_code_hash agency category channel filed_for finding holder language"
        " last_event number reply_by status theme unit urgency",
        "numbers": "assignee_id level parent_id release_id top_level version",
        "moments": "answered_at closed_at due_at last_event_at late_since received_at"
        " taken_in_charge_at urgent_since",
        "sealed": "story subject urgency_why",
        "sealed_values": "answers",
        "truths": "full_answer_by_email is_open may_transfer wishes_news",
        "values": "needs",
    },
    "complaint_link": {"moments": "at undone_at", "numbers": "other_id"},
    "conflict": {
        "moments": "at followed_up_at lifted_at told_at",
        "numbers": "declared_by lifted_by user_id",
        "others": "origin",
    },
    "contact_limit": {
        "others": "agency email_hash state",
        "numbers": "contact_id decided_by proposed_by reviewed_by",
        "moments": "decided_at ended_at ends_at proposed_at review_asked_at reviewed_at",
        "sealed": "facts",
        "days": "last_day",
        "values": "means",
    },
    "escalation": {
        "others": "agency post reason",
        "numbers": "clock_id from_level to_level",
        "moments": "at",
        "values": "vacant",
    },
    "handover": {"others": "agency before", "numbers": "history_seq", "moments": "at"},
    "identity_release": {"others": "field", "numbers": "released_by user_id", "moments": "at"},
    "information_request": {
        "sealed": "answer question reason",
        "sealed_values": "shown",
        "moments": "answered_at asked_at due_at ended_at late_since",
        "others": "ending language number",
        "numbers": "answered_by asked_by asked_seq clock_id closed_seq",
        "days": "last_day",
    },
    "issue": {
        "values": "criteria",
        "others": "finding",
        "numbers": "rank",
        "sealed": "measure reasons text",
    },
    "message": {
        "moments": "at",
        "others": "kept_for kind once",
        "numbers": "author_id history_seq",
        "sealed": "body",
        "truths": "from_citizen",
    },
    "person": {
        "sealed": "address agreement email name phone",
        "others": "email_hash kept_for role",
    },
    "recommendation": {
        "others": "post state",
        "numbers": "addressee_id author_id clock_id level owner_id",
        "moments": "made_at",
        "sealed": "title",
    },
    "recommendation_complaint": {"numbers": "recommendation_id"},
    "recommendation_step": {
        "moments": "at",
        "sealed": "body",
        "values": "facts",
        "others": "kind",
        "numbers": "recommendation_id user_id",
    },
    "request_step": {
        "moments": "at",
        "numbers": "clock_id level request_id user_id",
        "others": "post",
    },
    "transfer": {
        "others": "agency before category",
        "numbers": "history_seq proposed_by",
        "values": "agreed held notes",
        "moments": "carried_out_at proposed_at",
        "truths": "is_binding",
    },
}
"""The columns that are hashed of each table, by what they hold."""

_COMPLAINT: Any = sa.table(
    "complaint",
    sa.column("id", _KEY),
    sa.column("number", sa.String()),
    sa.column("head_seq", sa.Integer()),
    sa.column("head_hash", sa.String()),
    sa.column("head_signature", sa.LargeBinary()),
    sa.column("rows_sum", sa.String()),
)


def upgrade() -> None:
    """Make room for sums, and sign them."""
    sums = sa.Column("rows_sum", sa.String(64), server_default="", nullable=False)
    op.add_column("complaint", sums)
    bind = op.get_bind()
    for complaints in _by_some(bind):
        added_up = _added_up(bind, {row.id: row.number for row in complaints})
        for row in complaints:
            if _is_as_signed(bind, row, _end(row)):
                _keep(bind, row.id, added_up[row.id], f"{_end(row)}\n{added_up[row.id]}")


def downgrade() -> None:
    """Sign without sums, as earlier versions did."""
    bind = op.get_bind()
    for complaints in _by_some(bind):
        for row in complaints:
            if _is_as_signed(bind, row, f"{_end(row)}\n{row.rows_sum}"):
                _keep(bind, row.id, "", _end(row))
    op.drop_column("complaint", "rows_sum")


def _by_some(bind: sa.Connection) -> Iterator[Sequence[Any]]:
    last = 0
    some = sa.select(_COMPLAINT).order_by(_COMPLAINT.c.id).limit(_AT_ONCE)
    while rows := bind.execute(some.where(_COMPLAINT.c.id > last)).all():
        yield rows
        last = rows[-1].id


def _end(row: Any) -> str:
    return f"{row.number}\n{row.head_seq}\n{row.head_hash}"


def _is_as_signed(bind: sa.Connection, row: Any, end: str) -> bool:
    # The same key signs the same in the same way.
    keyring = bind.dialect.keyring  # type: ignore[attr-defined]
    return bool(keyring.sign(end.encode()) == row.head_signature)


def _keep(bind: sa.Connection, complaint_id: int, rows: str, end: str) -> None:
    signature = bind.dialect.keyring.sign(end.encode())  # type: ignore[attr-defined]
    kept = sa.update(_COMPLAINT).where(_COMPLAINT.c.id == complaint_id)
    bind.execute(kept.values(rows_sum=rows, head_signature=signature))


def _added_up(bind: sa.Connection, numbers: Mapping[int, str]) -> Mapping[int, str]:
    key = bind.dialect.keyring.secret("rows of complaints")  # type: ignore[attr-defined]
    sums: dict[int, int] = defaultdict(int)
    for name, columns in _PROVED.items():
        for owner, told in _rows(bind, name, columns, list(numbers)):
            said = orjson.dumps([numbers[owner], name, told], option=orjson.OPT_SORT_KEYS)
            sums[owner] += int.from_bytes(blake2b(said, key=key, digest_size=32).digest())
    return {complaint_id: f"{total % (1 << 256):064x}" for complaint_id, total in sums.items()}


def _rows(
    bind: sa.Connection, name: str, columns: Mapping[str, str], ids: Sequence[int]
) -> Iterator[tuple[int, dict[str, Any]]]:
    kinds = {column: kind for kind, named in columns.items() for column in named.split()}
    owner = sa.column("id" if name == "complaint" else "complaint_id", _KEY)
    read = (sa.column(column, _TYPES[kind]) for column, kind in kinds.items())
    rows = sa.select(owner.label("owner"), *read).select_from(sa.table(name))
    for row in bind.execute(rows.where(owner.in_(ids))).mappings():
        filled = {column: row[column] for column in kinds if row[column] is not None}
        yield (
            row["owner"],
            {
                column: _opened(bind, kinds[column], f"{name}.{column}", value)
                for column, value in filled.items()
            },
        )


def _opened(bind: sa.Connection, kind: str, context: str, value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
    if not kind.startswith("sealed"):
        return value
    plain = bind.dialect.keyring.open(bytes(value), context)  # type: ignore[attr-defined]
    return orjson.loads(plain) if kind == "sealed_values" else plain.decode()
