"""Figures as JSON: the heading, then each table with its columns and rows."""

from __future__ import annotations

from typing import Any

import orjson

from portal.reporting.exports.contents import Contents, Table


def written(contents: Contents) -> bytes:
    """Return one object; what the page shows as nothing is null."""
    found = {
        "heading": [list(row) for row in contents.heading],
        "language": contents.language,
        "tables": [_table(table) for table in contents.tables],
    }
    return orjson.dumps(found, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _table(table: Table) -> dict[str, Any]:
    groups = [
        {"title": title or None, "rows": [[_or_none(value) for value in row] for row in rows]}
        for title, rows in table.groups
    ]
    columns = list(table.columns)
    named = {"code": table.code, "title": table.title or None, "unit": table.unit or None}
    return {**named, "columns": columns, "groups": groups}


def _or_none(value: int | str) -> int | str | None:
    return None if value == "" else value
