"""Figures as Parquet: a row for each cell, so that all tables fit in one.

It needs pyarrow, which is large: the extra `parquet` brings it, and without it nobody is offered
this form (`file_forms`).
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from portal.reporting.exports.contents import Contents

COLUMNS = ("table", "title", "group", "row", "column", "number", "words")
"""`number` is of a counted cell, `words` of any other; of an empty cell both are null."""


def written(contents: Contents) -> bytes:
    """Return the file; its heading is in the metadata of its schema."""
    import pyarrow
    from pyarrow import parquet

    kinds = [(name, pyarrow.string()) for name in COLUMNS]
    kinds[COLUMNS.index("number")] = ("number", pyarrow.int64())
    lines = (" | ".join(map(str, row)) for row in contents.heading)
    table = pyarrow.Table.from_pylist(list(_cells(contents)), pyarrow.schema(kinds))
    file = BytesIO()
    parquet.write_table(table.replace_schema_metadata({"heading": "\n".join(lines)}), file)
    return file.getvalue()


def _cells(contents: Contents) -> Iterator[dict[str, Any]]:
    for table in contents.tables:
        for group, rows in table.groups:
            for name, *values in rows:
                for column, value in zip(table.columns[1:], values, strict=True):
                    counted = value if isinstance(value, int) else None
                    words = value if isinstance(value, str) and value else None
                    found = (table.code, table.title, group, name, column, counted, words)
                    yield dict(zip(COLUMNS, found, strict=True))
