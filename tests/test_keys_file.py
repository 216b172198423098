"""What becomes of the file of the keys while the portal runs is told, and the portal goes on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from portal.keyring import load_keyring
from portal.keys_file import KeysFile, KeysTrouble


@pytest.fixture
def path(tmp_path: Path) -> Path:
    load_keyring(tmp_path / "keys.json")
    return tmp_path / "keys.json"


@pytest.fixture
def keys_file(path: Path) -> KeysFile:
    return KeysFile(path, load_keyring(path))


def replace_by_others(path: Path) -> None:
    load_keyring(path.with_name("others.json"))
    path.with_name("others.json").replace(path)


TROUBLES: dict[KeysTrouble, Callable[[Path], object]] = {
    KeysTrouble.GONE: Path.unlink,
    KeysTrouble.OTHERS: replace_by_others,
    KeysTrouble.UNREADABLE: lambda path: path.write_bytes(b"\xff{"),
}


@pytest.mark.parametrize("trouble", KeysTrouble)
def test_what_is_wrong_is_told_until_the_keys_are_back_and_logged_once(
    keys_file: KeysFile, path: Path, trouble: KeysTrouble
):
    own = path.read_bytes()
    assert keys_file.trouble() is None
    with capture_logs() as lines:
        TROUBLES[trouble](path)
        assert [keys_file.trouble() for _ in range(3)] == [trouble] * 3
        path.write_bytes(own)
        assert [keys_file.trouble() for _ in range(3)] == [None] * 3
    wrong, again = lines
    assert (wrong["why"], wrong["log_level"]) == (trouble.value, "error")
    assert again["event"] == "keys are in their place again"


def test_the_same_keys_written_anew_are_no_trouble(keys_file: KeysFile, path: Path):
    path.with_name("copy").write_bytes(path.read_bytes())
    path.with_name("copy").replace(path)
    assert keys_file.trouble() is None
