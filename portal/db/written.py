"""A statement written out as SQL, once: what is asked again and again is looked through once.

SQLAlchemy walks a statement each time it is executed, to find by which key it was compiled and
where its parameters are: of what a page asks, that takes three times as long as the database.
Written out, it is a text with the same parameters, and columns of the same types.
"""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import BindParameter, Dialect, SelectBase, bindparam, column, text
from sqlalchemy.engine.interfaces import BindTyping
from sqlalchemy.sql.selectable import TextualSelect

_SEVERAL = re.compile(r"\(__\[POSTCOMPILE_(\w+)\]\)")
"""What stands for a parameter that holds several values, until they are known."""


def written(statement: SelectBase, dialect: Dialect) -> TextualSelect:
    """Return a SELECT as a text in SQL that selects the same columns, with the same parameters."""
    compiled = statement.compile(dialect=_naming(dialect))
    parameters = {name: _named(name, bound) for bound, name in compiled.bind_names.items()}
    sql = text(_SEVERAL.sub(r":\1", str(compiled))).bindparams(*parameters.values())
    columns = enumerate(statement.selected_columns)
    return sql.columns(*(column(_name(at, part), part.type) for at, part in columns))


def _naming(dialect: Dialect) -> Dialect:
    """Return a dialect that calls parameters by their names, and leaves their types to the text."""
    naming = type(dialect)(paramstyle="named")  # type: ignore[call-arg]  # all of SQLAlchemy's do
    naming.bind_typing = BindTyping.NONE
    return naming


def _named(name: str, bound: BindParameter[Any]) -> BindParameter[Any]:
    return bindparam(name, bound.value, type_=bound.type, expanding=bound.expanding)


def _name(at: int, part: Any) -> str:
    # What has no name of its own is called by its place.
    return f"column_{at}" if part.key is None or "%" in part.key else str(part.key)
