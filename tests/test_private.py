"""What the portal keeps on the disk, nobody else on the machine may read."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from portal.app import open_portal
from portal.commands.serving import prepare
from portal.config import Config
from portal.private import private_file, private_folder


@pytest.fixture(autouse=True)
def _careless() -> Iterator[None]:
    """Let whatever is made without care be open to all."""
    before = os.umask(0)
    yield
    os.umask(before)


def test_every_folder_and_file_of_an_installation_is_its_users_alone(tmp_path: Path):
    runtime = open_portal(Config(data=tmp_path / "of" / "portal"))
    prepare(runtime)
    runtime.files.put(b"a photograph")
    runtime.mailer.send(EmailMessage())
    found = {path.relative_to(tmp_path): _rights(path) for path in (tmp_path / "of").rglob("*")}
    runtime.database.close()
    assert {".eml", ".sqlite", ".json"} <= {path.suffix for path in found}
    assert {path: rights for path, rights in found.items() if rights & 0o077} == {}


def test_what_was_open_to_others_is_closed_at_the_next_start(tmp_path: Path):
    (tmp_path / "portal.sqlite").touch(0o644)
    private_folder(tmp_path)
    private_file(tmp_path / "portal.sqlite")
    assert _rights(tmp_path) == 0o700
    assert _rights(tmp_path / "portal.sqlite") == 0o600


def test_a_device_stays_open_to_the_whole_machine(tmp_path: Path):
    os.mkfifo(tmp_path / "as-a-device", 0o666)
    assert _rights(private_file(tmp_path / "as-a-device")) == 0o666


def _rights(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)
