"""What keeps a database from answering, told apart from statements that are wrong.

What a page reads goes to the driver alone: its errors come as they are, others within SQLAlchemy's.
"""

from __future__ import annotations

import sqlite3
import sys

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionFreeError

from portal.domain.troubles import (
    DataBusyError,
    DataGoneError,
    DiskFailedError,
    DiskFullError,
    ReadOnlyDataError,
    TroubleError,
    system_trouble,
)

_Kind = type[TroubleError]

_SQLITE: dict[int, _Kind] = {
    sqlite3.SQLITE_BUSY: DataBusyError,
    sqlite3.SQLITE_LOCKED: DataBusyError,
    sqlite3.SQLITE_PROTOCOL: DataBusyError,
    sqlite3.SQLITE_FULL: DiskFullError,
    # Whoever reads needs a file beside the database too, which found no room.
    sqlite3.SQLITE_IOERR_SHMSIZE: DiskFullError,
    sqlite3.SQLITE_IOERR: DiskFailedError,
    sqlite3.SQLITE_CORRUPT: DiskFailedError,
    sqlite3.SQLITE_NOTADB: DiskFailedError,
    sqlite3.SQLITE_READONLY: ReadOnlyDataError,
    sqlite3.SQLITE_PERM: ReadOnlyDataError,
    sqlite3.SQLITE_CANTOPEN: DataGoneError,
}
"""By SQLite's codes, or what these end with: https://sqlite.org/rescode.html."""
_NO_TABLE = "no such table"

_POSTGRESQL: dict[str, _Kind] = {
    "08": DataGoneError,
    "25006": ReadOnlyDataError,
    "28": DataGoneError,
    "3D000": DataGoneError,
    "40001": DataBusyError,
    "40P01": DataBusyError,
    "42P01": DataGoneError,
    "53": DataBusyError,
    "53100": DiskFullError,
    "53400": DiskFullError,
    "55P03": DataBusyError,
    "57014": DataBusyError,
    "57P": DataGoneError,
    "58": DiskFailedError,
    "XX001": DiskFailedError,
    "XX002": DiskFailedError,
}
"""By how its codes begin, the longest that fits: https://postgresql.org/docs, appendix A."""


def database_trouble(error: BaseException) -> TroubleError | None:
    """Return the trouble that an error tells of; None where a statement or its values are wrong.

    What a trouble says is the driver's own sentence, without the statement and its values.
    """
    cause = (error.orig or error) if isinstance(error, DBAPIError) else error
    if isinstance(cause, TroubleError):
        return cause
    if isinstance(cause, OSError):
        return system_trouble(cause)
    kind = _kind(cause)
    return None if kind is None else kind(_first_line(cause))


def _kind(error: BaseException) -> _Kind | None:
    if isinstance(error, NoConnectionFreeError):
        return DataBusyError
    if isinstance(error, sqlite3.Error):
        return _of_sqlite(error)
    # Where another database is used, its driver need not be there.
    psycopg = sys.modules.get("psycopg")
    if psycopg is not None and isinstance(error, psycopg.Error):
        is_connection = isinstance(error, psycopg.OperationalError | psycopg.InterfaceError)
        return _of_postgresql(error.sqlstate, DataGoneError if is_connection else None)
    return None


def _of_sqlite(error: sqlite3.Error) -> _Kind | None:
    if str(error).startswith(_NO_TABLE):
        return DataGoneError
    # Absent where the error is Python's own; the upper bytes tell details.
    code = getattr(error, "sqlite_errorcode", 0)
    return _SQLITE.get(code) or _SQLITE.get(code & 0xFF)


def _of_postgresql(state: str | None, without_state: _Kind | None) -> _Kind | None:
    if state is None:
        return without_state
    starts = (state[:length] for length in range(len(state), 1, -1))
    return next((_POSTGRESQL[start] for start in starts if start in _POSTGRESQL), None)


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
