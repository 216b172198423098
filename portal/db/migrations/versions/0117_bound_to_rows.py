"""Sealed texts are bound to their rows: the worker seals those that are there anew.

Only the tables are written down here, those that hold something; it takes no time. The worker goes
through them 500 rows at a time, a million complaints in about an hour; pages stay open, and what
it has not reached is read as before.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0117"
down_revision = "0116"
branch_labels = None
depends_on = None

_SEALED = {
    "alarm": ("reason",),
    "attachment": ("name",),
    "complaint": ("urgency_why", "subject", "story", "answers"),
    "complaint_group": ("name", "description"),
    "complaint_group_answer": ("text_fr", "text_en"),
    "complaint_group_answer_part": ("own_text",),
    "complaint_group_follower": ("email",),
    "complaint_group_step": ("body",),
    "contact_limit": ("facts",),
    "draft": ("content", "receipt"),
    "held_message": ("content", "remark"),
    "information_request": ("question", "shown", "answer", "reason"),
    "issue": ("text", "reasons", "measure"),
    "lesson": ("texts", "reason"),
    "message": ("body",),
    "outbox": ("recipient", "sealed"),
    "part": ("asked", "answer", "called_off", "declined"),
    "person": ("name", "email", "phone", "address", "agreement"),
    "protection_file": ("content",),
    "recommendation": ("title",),
    "recommendation_step": ("body",),
    "routing_rule": ("reason", "revoked_why"),
    "saved_search": ("name", "query"),
    "user_account": ("email", "name", "phone"),
}
_OF_A_ROW = b"\0"


def upgrade() -> None:
    """Write down which tables hold texts that are not bound."""
    waiting = op.create_table(
        "rebinding",
        sa.Column("place", sa.String(60), nullable=False),
        sa.Column("reached", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("place", name="pk_rebinding"),
    )
    anything = sa.select(sa.literal(1)).limit(1)
    held = [
        name
        for name in _SEALED
        if op.get_bind().execute(anything.select_from(sa.table(name))).first()
    ]
    if held:
        op.bulk_insert(waiting, [{"place": name, "reached": ""} for name in held])


def downgrade() -> None:
    """Seal what is bound to its row for its column alone, as earlier versions read it."""
    op.drop_table("rebinding")
    for name, columns in _SEALED.items():
        table = sa.table(name, sa.column("id"), *(sa.column(key) for key in columns))
        for column in columns:
            _unbind(table, table.c[column], f"{name}.{column}")


def _unbind(table: Any, column: Any, place: str) -> None:
    connection: Any = op.get_bind()
    keyring = connection.dialect.keyring
    opened = keyring.opener_in_rows(place)
    for id_, kept in connection.execute(sa.select(table.c.id, column)).all():
        if kept is not None and bytes(kept[:1]) == _OF_A_ROW:
            plain = opened(bytes(kept), str(id_).encode())
            changed = sa.update(table).where(table.c.id == id_)
            connection.execute(changed.values({column.name: keyring.seal(plain, place)}))
