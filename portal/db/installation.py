"""Whose a database is: the keys that it is sealed and signed with, and the documents it names.

A canary stands in it, sealed, and a document in the file store. With other keys, or beside other
documents, a portal would take complaints that nobody can read again.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from cryptography.exceptions import InvalidTag
from msgspec import Struct
from sqlalchemy import (
    Column,
    Connection,
    Integer,
    LargeBinary,
    Table,
    insert,
    inspect,
    select,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, SealedText
from portal.db.engine import Database
from portal.db.engines import postgresql_engine, sqlite_reader
from portal.db.sealing import still_sealed
from portal.db.troubles import database_trouble
from portal.domain.troubles import WrongKeysError
from portal.keyring import UnknownKeyError


class InstallationRecord(Base):
    """One row, which the portal alone reads."""

    __tablename__ = "installation"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    canary: Mapped[bytes] = mapped_column(LargeBinary)
    public_key: Mapped[str]
    document: Mapped[str]


_TABLE = cast("Table", InstallationRecord.__table__)
_CONTEXT = "installation.canary"
_CANARY = b"sealed with the keys of this installation"
_ONLY = 1


class Installation(Struct, frozen=True):
    """What a database tells of the portal that it belongs to: `document` is a key of its files."""

    document: str


def installation_of(connection: Connection) -> Installation | None:
    """Return what a database tells, if it was told yet; raise WrongKeysError if it is another's."""
    row = connection.execute(select(_TABLE)).first()
    if row is None:
        return None
    keyring = _keyring(connection)
    with _keys_refused():
        keyring.open(row.canary, _CONTEXT)
    if row.public_key != keyring.public_key:
        raise WrongKeysError("its history is signed with another key")
    return Installation(row.document)


def ensure_own_keys(database: Database) -> None:
    """Raise WrongKeysError if the keys are not those of a database, whatever its structure.

    One that was made before it had a canary is asked for one of its sealed texts.
    """
    with database.glancing() as connection:
        tables = {*inspect(connection).get_table_names()}
        is_known = _TABLE.name in tables and installation_of(connection) is not None
        if not is_known:
            with _keys_refused():
                _open_one_text(connection, tables)


def enter_installation(database: Database, document: str) -> None:
    """Tell a database whose it is, once; another process may do so at the same moment."""
    keyring = database.keyring
    row = {
        "id": _ONLY,
        "canary": keyring.seal(_CANARY, _CONTEXT),
        "public_key": keyring.public_key,
        "document": document,
    }
    try:
        database.enter(lambda connection: connection.execute(insert(_TABLE), row))
    except IntegrityError:
        return


def holds_sealed_rows(url: str) -> bool:
    """Tell whether a database holds anything that only the keys of its portal open.

    It is looked into without keys, and not made; raise the trouble that keeps it from answering.
    """
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        engine = postgresql_engine(address, 1)
    elif (path := Path(str(address.database)).absolute()).exists():
        engine = sqlite_reader(path, lambda: None)
    else:
        return False
    try:
        with engine.connect() as connection:
            return _holds_rows(connection)
    except Exception as error:
        trouble = database_trouble(error)
        raise trouble or error from error
    finally:
        engine.dispose()


def _holds_rows(connection: Connection) -> bool:
    present = {*inspect(connection).get_table_names()}
    asked = [table for table in (_TABLE, *_sealed()) if table.name in present]
    keys = (select(next(iter(table.primary_key.columns))).limit(1) for table in asked)
    return any(connection.execute(key).first() is not None for key in keys)


def _sealed() -> Iterator[Table]:
    """Yield the tables that hold sealed texts, by name."""
    for table in Base.metadata.sorted_tables:
        if _sealed_columns(table):
            yield table


def _sealed_columns(table: Table) -> list[Column[Any]]:
    return [column for column in table.columns if isinstance(column.type, SealedText)]


def _open_one_text(connection: Connection, tables: set[str]) -> None:
    """Read the first sealed text that there is: that opens it."""
    for table in _sealed():
        if table.name not in tables:
            continue
        present = {column["name"] for column in inspect(connection).get_columns(table.name)}
        for column in _sealed_columns(table):
            if column.name in present:
                text = select(still_sealed(column)).where(column.is_not(None)).limit(1)
                if (kept := connection.scalar(text)) is not None:
                    cast("SealedText", column.type).ensure_opens(kept, _keyring(connection))
                    return


@contextmanager
def _keys_refused() -> Iterator[None]:
    try:
        yield
    except (InvalidTag, UnknownKeyError):
        raise WrongKeysError("it is sealed with other keys") from None


def _keyring(connection: Connection) -> Any:
    return connection.dialect.keyring  # type: ignore[attr-defined]
