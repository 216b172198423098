"""Which stored classes a statement mentions, however deep."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Executable, Table

from portal.db.base import Base

_CLASSES: dict[str, type[Base]] = {}


def mentioned(statement: Executable) -> list[type[Base]]:
    """Return the classes whose tables stand anywhere in the statement, in the order of their names.

    The order is always the same: statements that differ in nothing else are compiled once.
    """
    classes = map(_class_of, sorted(_table_names(statement)))
    return [one for one in classes if one is not None]


def _table_names(statement: Executable) -> set[str]:
    names: set[str] = set()
    left: list[Any] = [statement]
    # By identity, and kept: elements compare by making SQL, and the identity of one that is gone
    # is given away again.
    met: dict[int, Any] = {}
    while left:
        one = left.pop()
        if id(one) in met:
            continue
        met[id(one)] = one
        if isinstance(one, Table):
            names.add(one.name)
            continue
        # The table of a column that belongs to an outer query is nowhere else in the inner one.
        table = getattr(one, "table", None)
        if table is not None:
            left.append(table)
        left.extend(one.get_children())
    return names


def _class_of(table: str) -> type[Base] | None:
    # Tables are described until the last module is imported: what is not known yet is looked for.
    if table not in _CLASSES and table in Base.metadata.tables:
        _CLASSES.update({one.class_.__tablename__: one.class_ for one in Base.registry.mappers})
    return _CLASSES.get(table)
