"""Which complaints share words, read from the index of hashed stems: nothing is decrypted.

Of each stem only the newest texts are looked at, so that a million complaints cost what a few
thousand do: a rare word reaches far back, a common one tells little anyway.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Integer, TextClause, bindparam, text
from sqlalchemy.orm import Session

NEWEST = 200
"""How many of the newest texts with a stem are looked at."""

_ENOUGH_TO_BE_RARE_IN = 2_000
# Written out, not bound: PostgreSQL then knows how common each stem is, and reads it accordingly.
# A hash is letters and digits of ours; nobody else's text becomes part of a statement. What a text
# belongs to is not asked here: it would be looked up for each text of each stem.
_SQLITE = (
    "SELECT '{stem}', rowid FROM (SELECT rowid FROM complaint_search"
    " WHERE complaint_search MATCH '{stem}' ORDER BY rowid DESC LIMIT {most})"
)
_POSTGRESQL = (
    "(SELECT '{stem}', id FROM complaint_search"
    " WHERE words @@ '''{stem}'''::tsquery ORDER BY id DESC LIMIT {most})"
)
_LAST: dict[str, TextClause] = {
    "sqlite": text("SELECT rowid FROM complaint_search ORDER BY rowid DESC LIMIT 1"),
    "postgresql": text("SELECT MAX(id) FROM complaint_search"),
}
_OWNERS: dict[str, TextClause] = {
    kind: text(f"SELECT {key}, complaint_id FROM complaint_search WHERE {key} IN :ids").bindparams(  # noqa: S608
        bindparam("ids", type_=Integer(), expanding=True)
    )
    for kind, key in (("sqlite", "rowid"), ("postgresql", "id"))
}


@dataclass(frozen=True, slots=True)
class Stem:
    """The newest texts that have a stem, and the share of all texts that do."""

    texts: frozenset[int]
    share: float


def newest_with(session: Session, stems: Collection[str]) -> dict[str, Stem]:
    """Return, by hashed stem, the newest texts that have it, whoever may see them.

    What comes of it is narrowed by the query that reads the complaints.
    """
    if not stems:
        return {}
    connection = session.connection()
    one = _SQLITE if connection.dialect.name == "sqlite" else _POSTGRESQL
    asked = " UNION ALL ".join(one.format(stem=stem, most=NEWEST) for stem in sorted(stems))
    found: dict[str, list[int]] = {}
    for stem, text_id in connection.exec_driver_sql(asked):
        found.setdefault(stem, []).append(int(text_id))
    newest = _asked(connection, _LAST).scalar() or 0
    return {stem: _stem(ids, newest) for stem, ids in found.items()}


def complaints_of(session: Session, texts: Collection[int]) -> dict[int, int]:
    """Return the complaint that each of these texts belongs to, by the text."""
    if not texts:
        return {}
    rows = _asked(session.connection(), _OWNERS, ids=sorted(texts))
    return {int(row[0]): int(row[1]) for row in rows}


def _asked(connection: Connection, statements: dict[str, TextClause], **values: Any) -> Any:
    return connection.execute(statements[connection.dialect.name], values)


def _stem(ids: list[int], newest: int) -> Stem:
    # A stem with more texts than were read is as common as they lie close together.
    among = newest - min(ids) + 1 if len(ids) == NEWEST else newest
    return Stem(frozenset(ids), len(ids) / max(among, _ENOUGH_TO_BE_RARE_IN))
