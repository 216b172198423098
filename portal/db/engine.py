"""The sessions in which work happens, and what keeps them from it.

Whatever the database, or the disk below it, refuses comes out as a TroubleError, which pages word.
A commit into a file that is no longer there is one too: nobody is told that it lasts.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from portal.db import sealing
from portal.db.engines import postgresql_engine, sqlite_reader, sqlite_writer
from portal.db.group_commit import GroupCommit
from portal.db.guard import forget_for_whom, watch
from portal.db.kept_connections import KeptConnections
from portal.db.open_file import KnownFile, OpenFile, ensure_room
from portal.db.row_filter import CONNECTION, PortalSession, RowRules
from portal.db.troubles import database_trouble
from portal.db.unopened import Unopened, UnopenedTexts
from portal.db.write_lock import WriteLock
from portal.domain.actor import Actor
from portal.domain.troubles import DataGoneError
from portal.keyring import Keyring
from portal.private import private_file
from portal.shared_numbers import shared_numbers

T = TypeVar("T")
_CHANGED_AT, _IN_TROUBLE = range(2)
"""Which of the numbers that processes share is which."""
_PATIENT_OF_THREADS = 3
"""Where a writer is stuck, one in so many threads waits for it, and the others go on reading."""
_SOON = 0.5
_A_DAY = 86_400.0
_NOTHING = text("UPDATE alembic_version SET version_num = version_num")


class Database:
    """One database: `transaction` to change it, `reading` to look at it, for somebody.

    `enter` and `glancing` are for the portal alone, where a citizen waits: single statements on
    a plain connection, which nothing narrows to what an actor may see by `row_rules`. Before a file
    that took the place of another is used, `ensure_newest` is asked. `published` is what sessions
    hand to whatever masks texts: how agencies are reached.
    """

    def __init__(
        self, url: str, keyring: Keyring, row_rules: RowRules, pool_size: int = 10
    ) -> None:
        address = make_url(url)
        self.address = address
        self.is_sqlite = address.get_backend_name() == "sqlite"
        self.keyring = keyring
        self._row_rules = row_rules
        self._write_lock: WriteLock | None = None
        self._files: tuple[OpenFile, ...] = ()
        self._known_file: KnownFile | None = None
        self.ensure_newest: Callable[[Connection], None] = lambda _: None
        self.published: Callable[[], frozenset[str]] = frozenset
        self._shared = shared_numbers(2)
        self.writer: Engine
        self.reader: Engine
        if self.is_sqlite:
            assert address.database is not None
            self._open_file(Path(address.database).absolute(), pool_size)
        else:
            self.writer = postgresql_engine(address, pool_size)
            # A whole reading sees one moment, so that an export agrees with itself.
            self.reader = self.writer.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        for engine in {self.writer, self.reader}:
            watch(engine)
            engine.dialect.keyring = keyring  # type: ignore[union-attr]
            engine.dialect.unopened = UnopenedTexts()  # type: ignore[union-attr]
        sealing.watch(self.writer)

    def _open_file(self, path: Path, threads: int) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        # What SQLite puts beside the database is as private as it is.
        lock = self._write_lock = WriteLock(private_file(path), threads // _PATIENT_OF_THREADS)
        self._files = written, looked_into = OpenFile(path, "-wal"), OpenFile(path)
        self._known_file = KnownFile(path)
        self.writer = sqlite_writer(path, lambda: lock.patience_left, written.opened)
        self.reader = sqlite_reader(path, looked_into.opened)
        self._readers = KeptConnections(self.reader)
        self._group_commit = GroupCommit(self.writer, lock, written.ensure_there)

    @contextmanager
    def transaction(self, actor: Actor) -> Iterator[Session]:
        """Open a session on behalf of `actor`; commit at the end, undo all on any error."""
        info = self._info(actor)
        with (
            self._trouble_told(),
            self._write_lock or nullcontext(),
            PortalSession(self.writer, info=info, expire_on_commit=False) as session,
        ):
            yield session
            session.commit()
            self._ensure_kept()
            self._note_commit()

    @contextmanager
    def reading(self, actor: Actor) -> Iterator[Session]:
        """Open a session that only looks, on behalf of `actor`."""
        with self.glancing() as connection, connection.begin():
            info = {**self._info(actor), CONNECTION: connection}
            with PortalSession(connection, info=info, autoflush=False) as session:
                yield session
            forget_for_whom(connection)

    def enter(self, act: Callable[[Connection], T]) -> T:
        """Write rows by `act` and return its result once they last; undo all on any error.

        Other requests' rows may share the transaction: see GroupCommit.
        """
        with self._trouble_told():
            try:
                result = self._group_commit.write(act) if self.is_sqlite else self._written(act)
            finally:
                self._note_change()
            self._note_commit()
            return result

    def _written(self, act: Callable[[Connection], T]) -> T:
        with self.writer.begin() as connection:
            return act(connection)

    @contextmanager
    def going_on(self, connection: Connection, actor: Actor) -> Iterator[Session]:
        """Open a session in what `enter` writes, on behalf of `actor`; it lasts as that does."""
        info = {**self._info(actor), CONNECTION: connection}
        with PortalSession(connection, info=info, expire_on_commit=False) as session:
            yield session
            session.flush()
        forget_for_whom(connection)

    @property
    def last_commit(self) -> int:
        """Another number whenever this process, or one forked with it, has changed something."""
        return self._shared[_CHANGED_AT]

    def _note_change(self) -> None:
        self._shared[_CHANGED_AT] = time.monotonic_ns()

    def _note_commit(self) -> None:
        self._note_change()
        self._shared[_IN_TROUBLE] = 0

    @contextmanager
    def glancing(self) -> Iterator[Connection]:
        """Open a connection that only looks."""
        try:
            self._ensure_known()
            with self._readers.one() if self.is_sqlite else self._looking() as connection:
                yield connection
        except Exception as error:
            self._tell_trouble(error)
            raise

    @contextmanager
    def _looking(self) -> Iterator[Connection]:
        """Open a connection to PostgreSQL that only looks, and keep what it prepared."""
        with self.reader.connect() as connection:
            yield connection
            # Undone, the driver would forget each statement that it has prepared, and PostgreSQL
            # plan it again: for a list that takes longer than to look.
            connection.connection.commit()

    @contextmanager
    def _trouble_told(self) -> Iterator[None]:
        """Raise trouble as what it is, and remember that nothing could be written."""
        try:
            self._ensure_known()
            yield
        except Exception as error:
            if database_trouble(error) is not None:
                self._shared[_IN_TROUBLE] = 1
            self._tell_trouble(error)
            raise

    def _tell_trouble(self, error: Exception) -> None:
        """Raise the trouble that an error tells of; return where it tells of none, or is one."""
        trouble = database_trouble(error)
        if isinstance(trouble, DataGoneError):
            self._open_anew()
        if trouble is not None and trouble is not error:
            raise trouble from error

    def _open_anew(self) -> None:
        """Let every connection go, so that what is put back in its place is opened again."""
        if self._write_lock is not None:
            for file in self._files:
                file.lost()
            if self._known_file is not None:
                self._known_file.doubt()
            self._let_connections_go()
            self._write_lock.open_anew()

    def _ensure_known(self) -> None:
        """Raise what keeps a file that took the place of another from being used.

        The system is asked once, in a microsecond. Another file is opened in its place, and looked
        into before anybody reads it: whoever asks first after one was put back is not refused.
        """
        if self._known_file is None or self._known_file.is_known:
            return
        self.ensure_there()
        with self._readers.one() as connection:
            self.ensure_newest(connection)
        self._known_file.know()

    def ping(self) -> None:
        """Ask the database for nothing; raise whatever keeps it from answering."""
        self.ensure_there()
        with self.glancing() as connection:
            connection.execute(text("SELECT 1"))

    def ensure_there(self) -> None:
        """Let go of a file that another took the place of; raise DataGoneError if none did.

        The system alone is asked, in microseconds; where there is no file, nobody.
        """
        try:
            for file in self._files:
                if file.is_open:
                    file.ensure_there()
        except DataGoneError:
            self._open_anew()
            if not self.exists:
                raise

    def ensure_writable(self) -> None:
        """Raise what keeps the database from being changed, as far as it can be known.

        Where something could not be written, and nothing was since, a change that changes nothing
        is tried: it takes the turn, if that comes soon, and a commit.
        """
        if self.is_sqlite:
            ensure_room(Path(str(self.address.database)).absolute())
        if self._shared[_IN_TROUBLE]:
            with self._trouble_told():
                self._write_nothing()
                self._note_commit()

    def _write_nothing(self) -> None:
        lock = self._write_lock
        if lock is not None:
            lock.take(_SOON)
        try:
            with self.writer.begin() as connection:
                connection.execute(_NOTHING)
            self._ensure_kept()
        finally:
            if lock is not None:
                lock.give_back()

    def _ensure_kept(self) -> None:
        """Raise DataGoneError if what was just committed went where nobody will find it."""
        for file in self._files[:1]:
            file.ensure_there()

    @contextmanager
    def changing_structure(self) -> Iterator[Connection]:
        """Open a transaction that waits for its turn however long others take, such as a migration.

        Everybody else who writes waits for it no longer than for anybody.
        """
        if self._write_lock is not None:
            self._write_lock.take(_A_DAY)
        try:
            with self._trouble_told(), self.writer.begin() as connection:
                yield connection
        finally:
            if self._write_lock is not None:
                self._write_lock.give_back()

    def _info(self, actor: Actor) -> dict[str, Any]:
        return {"actor": actor, "row_rules": self._row_rules, "published": self.published}

    @property
    def has_unopened(self) -> bool:
        """Tell whether a sealed text did not open since `unopened` was last asked."""
        return any(self._unopened)

    def unopened(self) -> set[Unopened]:
        """Return the sealed texts that did not open since this was last asked."""
        return {text for texts in self._unopened for text in texts.take()}

    @property
    def _unopened(self) -> tuple[UnopenedTexts, ...]:
        dialects: tuple[Any, ...] = (self.writer.dialect, self.reader.dialect)
        return tuple(dialect.unopened for dialect in dialects)

    @property
    def exists(self) -> bool:
        """Tell whether there is a database at all; one of SQLite appears with its first writing."""
        return not self.is_sqlite or Path(str(self.address.database)).exists()

    def close(self) -> None:
        """Give back every connection."""
        self._let_connections_go()
        for file in self._files:
            file.closed()
        if self._write_lock is not None:
            self._write_lock.close()

    def _let_connections_go(self) -> None:
        if self.is_sqlite:
            self._readers.let_go()
            self._group_commit.let_go()
        # What writes last of all: SQLite puts all into one file when it goes.
        self.reader.dispose()
        self.writer.dispose()

    def let_pages_go(self) -> None:
        """Give back SQLite's connections, and with them the pages that they keep."""
        if self.is_sqlite:
            self.close()
