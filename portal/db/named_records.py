"""Which stored classes a statement mentions, however deep."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Executable, Table

from portal.db.base import Base

_CLASSES: dict[str, type[Base]] = {}


def records_in(statement: Executable) -> list[type[Base]]:
    """Return the classes whose tables stand anywhere in the statement, in the order of their names.

    The order is always the same: statements that differ in nothing else are compiled once.
    """
    classes = map(_class_of, sorted(_table_names(statement)))
    return [record for record in classes if record is not None]


def _table_names(statement: Executable) -> set[str]:
    names: set[str] = set()
    elements: list[Any] = [statement]
    # By identity, and kept: elements compare by making SQL, and the identity of one that is gone
    # is given away again.
    met: dict[int, Any] = {}
    while elements:
        element = elements.pop()
        if id(element) in met:
            continue
        met[id(element)] = element
        if isinstance(element, Table):
            names.add(element.name)
            continue
        # The table of a column that belongs to an outer query is nowhere else in the inner one.
        table = getattr(element, "table", None)
        if table is not None:
            elements.append(table)
        elements.extend(element.get_children())
    return names


def _class_of(table: str) -> type[Base] | None:
    # Tables are described until the last module is imported: what is not known yet is looked for.
    if table not in _CLASSES and table in Base.metadata.tables:
        _CLASSES.update(
            {mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers}
        )
    return _CLASSES.get(table)
