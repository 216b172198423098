"""What keeps a portal from starting is one sentence and a remedy, before anything is changed."""

from __future__ import annotations

import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from portal.commands import serving
from portal.db import write_lock
from tests.commands.running import Portal
from tests.server.served import free_port
from tests.support.trouble import fill, small_disk


@pytest.fixture(autouse=True)
def prepared(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was prepared or served: nothing, where a start is refused."""
    begun: list[str] = []
    monkeypatch.setattr(serving, "prepare", lambda _: begun.append("prepared"))
    monkeypatch.setattr(serving, "status_apart", lambda _: begun.append("prepared apart"))
    monkeypatch.setattr(serving, "run_server", lambda *_, **__: begun.append("served"))
    return begun


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "disk") as folder:
        yield folder


def refused(portal: Portal, prepared: list[str], *words: str) -> str:
    """Return the sentence by which a start is refused."""
    result = portal(*(words or ("serve",)))
    assert result.exit_code == 1, result.output
    assert prepared == []
    [line] = result.output.splitlines()
    return line


def test_a_port_that_is_taken(
    migrated: Portal, prepared: list[str], monkeypatch: pytest.MonkeyPatch
):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        monkeypatch.setenv("PORTAL_PORT", str(port))
        sentence = refused(migrated, prepared)
    assert sentence == (
        f"Error: Nobody can be served at 127.0.0.1, port {port}: Address already in use."
        " End what listens there, or change PORTAL_HOST or PORTAL_PORT."
    )


def test_a_postgresql_that_does_not_answer(
    migrated: Portal, prepared: list[str], monkeypatch: pytest.MonkeyPatch
):
    address = f"postgresql://somebody:secret@127.0.0.1:{free_port()}/portal"
    monkeypatch.setenv("PORTAL_DATABASE", address)
    for words in (("serve",), ("worker",), ("db", "upgrade"), ("users", "list")):
        sentence = refused(migrated, prepared, *words)
        assert sentence.startswith("Error: The database postgresql://somebody:***@127.0.0.1:")
        assert sentence.endswith("start what should answer there, or correct PORTAL_DATABASE.")
        assert "secret" not in sentence


def test_a_folder_that_is_none(
    portal: Portal, prepared: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    (tmp_path / "file").touch()
    monkeypatch.setenv("PORTAL_DATA", str(tmp_path / "file" / "data"))
    sentence = refused(portal, prepared)
    assert "cannot be used: Not a directory." in sentence
    assert sentence.endswith("name another folder in PORTAL_DATA.")


def test_a_disk_that_is_full(
    portal: Portal,
    prepared: list[str],
    monkeypatch: pytest.MonkeyPatch,
    disk: Path,
):
    monkeypatch.setenv("PORTAL_DATA", str(disk / "data"))
    assert portal("db", "upgrade").exit_code == 0
    fill(disk)
    assert "PORTAL_DATA" in refused(portal, prepared)


def test_a_database_that_somebody_else_holds(
    migrated: Portal,
    prepared: list[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
):
    monkeypatch.setattr(write_lock, "PATIENCE", 0.2)
    path = tmp_path / "data" / "portal.sqlite"
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        sentence = refused(migrated, prepared, "reports", "rebuild")
    assert sentence == (
        f"Error: The database sqlite:///{path}: database is locked."
        " End the program that writes there, or wait for it, and start again."
    )
