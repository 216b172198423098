"""A database that cannot do what it is asked says why, and does it again once it can."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError, OperationalError

from portal.complaints.records.complaint import ComplaintRecord, CounterRecord
from portal.db import write_lock
from portal.db.engine import Database
from portal.db.troubles import database_trouble
from portal.domain.actor import PORTAL
from portal.domain.troubles import (
    DataBusyError,
    DataGoneError,
    DiskFailedError,
    DiskFullError,
    ReadOnlyDataError,
    TroubleError,
)
from portal.runtime import Runtime
from tests.support import file, on_both
from tests.support.trouble import file_of, locked, no_more_pages, read_only, remove

LONG = "Le sentier est fermé depuis un mois. " * 2_000


def count(runtime: Runtime) -> int:
    with runtime.reading(PORTAL) as session:
        return len(session.scalars(select(ComplaintRecord.id)).all())


def add_counters(runtime: Runtime, years: Iterable[int]) -> None:
    with runtime.transaction() as session:
        session.add_all(CounterRecord(year=year, last=1) for year in years)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody wait for long."""
    monkeypatch.setattr(write_lock, "PATIENCE", 0.3)


@pytest.mark.parametrize(
    ("trouble", "kind"),
    [
        (no_more_pages, DiskFullError),
        (read_only, ReadOnlyDataError),
        (locked, DataBusyError),
    ],
)
@pytest.mark.usefixtures("impatient")
def test_what_cannot_be_written_says_why_and_is_written_afterwards(
    runtime: Runtime,
    trouble: Callable[[Database], AbstractContextManager[None]],
    kind: type[TroubleError],
):
    file(runtime)
    with trouble(runtime.database):
        with pytest.raises(kind):
            file(runtime, story=LONG)
        with pytest.raises(kind):
            add_counters(runtime, range(20_000))
        assert count(runtime) == 1
    runtime.database.ensure_writable()
    file(runtime, story=LONG)
    assert count(runtime) == 2


@pytest.mark.parametrize(
    ("trouble", "kind"), [(read_only, ReadOnlyDataError), (locked, DataBusyError)]
)
@pytest.mark.usefixtures("impatient")
def test_what_could_not_be_written_is_tried_until_it_can(
    runtime: Runtime,
    trouble: Callable[[Database], AbstractContextManager[None]],
    kind: type[TroubleError],
):
    with trouble(runtime.database):
        runtime.database.ensure_writable()
        with pytest.raises(kind):
            file(runtime)
        with pytest.raises(kind):
            runtime.database.ensure_writable()
    runtime.database.ensure_writable()


@pytest.mark.parametrize("write", [file, lambda runtime: add_counters(runtime, [1999])])
def test_nothing_is_acknowledged_once_the_file_was_removed(
    runtime: Runtime, write: Callable[[Runtime], object]
):
    file(runtime)
    remove(runtime.database)
    with pytest.raises(DataGoneError):
        write(runtime)
    with pytest.raises(DataGoneError):
        write(runtime)
    with pytest.raises(DataGoneError):
        count(runtime)
    assert not file_of(runtime.database).exists(), "an empty one in its place would look sound"


def test_a_log_that_was_removed_beside_the_file_is_noticed_as_well(runtime: Runtime):
    file(runtime)
    path = file_of(runtime.database)
    path.with_name(f"{path.name}-wal").unlink()
    with pytest.raises(DataGoneError):
        file(runtime)


@pytest.mark.parametrize("is_read_first", [True, False])
def test_a_file_that_was_put_back_is_opened_again(
    runtime: Runtime, tmp_path: Path, *, is_read_first: bool
):
    file(runtime)
    runtime.database.close()
    path = file_of(runtime.database)
    shutil.copy(path, tmp_path / "copy")
    file(runtime)
    remove(runtime.database)
    with pytest.raises(DataGoneError):
        file(runtime)
    shutil.copy(tmp_path / "copy", path)
    if is_read_first:
        assert count(runtime) == 1
    file(runtime)
    assert count(runtime) == 2


def test_who_only_reads_opens_the_file_that_took_the_place_of_another(
    runtime: Runtime, tmp_path: Path
):
    file(runtime)
    runtime.database.close()
    path = file_of(runtime.database)
    shutil.copy(path, tmp_path / "other")
    file(runtime)
    assert count(runtime) == 2
    remove(runtime.database)
    shutil.copy(tmp_path / "other", path)
    runtime.database.ensure_there()
    assert count(runtime) == 1


@on_both
def test_a_statement_that_is_wrong_is_no_trouble(runtime: Runtime):
    with pytest.raises(IntegrityError), runtime.transaction() as session:
        session.add_all([CounterRecord(year=1999, last=1), CounterRecord(year=1999, last=1)])
    runtime.database.ensure_writable()


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (psycopg.errors.DiskFull(), DiskFullError),
        (psycopg.errors.ReadOnlySqlTransaction(), ReadOnlyDataError),
        (psycopg.errors.LockNotAvailable(), DataBusyError),
        (psycopg.errors.TooManyConnections(), DataBusyError),
        (psycopg.errors.AdminShutdown(), DataGoneError),
        (psycopg.errors.InvalidCatalogName(), DataGoneError),
        (psycopg.errors.IoError(), DiskFailedError),
        (psycopg.OperationalError("connection refused"), DataGoneError),
        (psycopg.InterfaceError("the connection is closed"), DataGoneError),
        (psycopg.errors.UniqueViolation(), None),
        (OperationalError("SELECT", {}, psycopg.errors.DiskFull()), DiskFullError),
        (OSError(28, "No space left on device"), DiskFullError),
        (OSError(30, "Read-only file system"), ReadOnlyDataError),
        (FileNotFoundError(2, "No such file"), None),
        (ZeroDivisionError(), None),
    ],
)
def test_an_error_tells_of_one_trouble_or_of_none(
    error: Exception, kind: type[TroubleError] | None
):
    trouble = database_trouble(error)
    assert (type(trouble) if trouble else None) == kind


def test_a_trouble_says_nothing_of_what_was_to_be_written():
    error = OperationalError("INSERT", {"story": "Secret"}, psycopg.errors.DiskFull("disk full"))
    assert str(database_trouble(error)) == "disk full"
