"""A portal knows its own keys and documents, and starts with no others."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from portal.db.engine import Database
from portal.db.installation import ensure_own_keys, enter_installation, holds_sealed_rows
from portal.domain.troubles import WrongKeysError
from portal.keyring import new_keyring
from portal.runtime import Runtime
from tests.commands.running import Portal
from tests.support import file, on_both

EVERY_WAY_IN = (("worker",), ("serve",), ("db", "upgrade"), ("users", "list"), ("dump", "outbox"))


def refusal(result: Result) -> str:
    """Return the one sentence with which a command ended."""
    assert result.exit_code == 1, result.output
    [line] = result.output.splitlines()
    return line


@pytest.fixture
def lived(filled: Callable[..., Portal]) -> Portal:
    """An installation with complaints."""
    return filled("demo", "complaints", "--count", "2")


@pytest.mark.parametrize("words", EVERY_WAY_IN)
def test_keys_that_are_missing_are_not_made_for_a_database_that_holds_something(
    lived: Portal, tmp_path: Path, words: tuple[str, ...]
):
    keys = tmp_path / "data" / "keys.json"
    keys.rename(tmp_path / "lost")
    sentence = refusal(lived(*words))
    assert "it is sealed, and its keys are not in" in sentence
    assert sentence.endswith("say in PORTAL_KEYS_FILE where they lie.")
    assert not keys.exists()
    (tmp_path / "lost").rename(keys)
    assert lived("users", "list").exit_code == 0


@pytest.mark.parametrize("words", EVERY_WAY_IN)
def test_the_keys_of_another_portal_are_refused(
    lived: Portal, tmp_path: Path, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("PORTAL_KEYS_FILE", str(tmp_path / "others.json"))
    (tmp_path / "data").rename(tmp_path / "aside")
    assert lived("db", "upgrade").exit_code == 0, "which makes keys for an empty database"
    shutil.rmtree(tmp_path / "data")
    (tmp_path / "aside").rename(tmp_path / "data")
    assert "it is sealed with other keys" in refusal(lived(*words))


def test_a_node_beside_other_documents_does_not_start(lived: Portal, tmp_path: Path):
    assert lived("users", "list").exit_code == 0
    shutil.rmtree(tmp_path / "data" / "files")
    assert "the documents that belong to it are not in" in refusal(lived("worker"))


def test_a_database_that_holds_nothing_may_have_new_keys(portal: Portal, tmp_path: Path):
    assert portal("db", "upgrade").exit_code == 0
    (tmp_path / "data" / "keys.json").unlink()
    assert portal("db", "upgrade").exit_code == 0


@on_both
def test_one_from_before_the_canary_is_asked_for_a_text(runtime: Runtime, database_url: str):
    assert not holds_sealed_rows(database_url)
    file(runtime)
    assert holds_sealed_rows(database_url)
    ensure_own_keys(runtime.database)
    other = Database(database_url, new_keyring(), runtime.features.row_rules)
    with pytest.raises(WrongKeysError):
        ensure_own_keys(other)
    other.close()


@on_both
def test_whoever_signs_with_another_key_is_refused(runtime: Runtime, database_url: str):
    for _ in range(2):
        enter_installation(runtime.database, runtime.files.put(b"here"))
    ensure_own_keys(runtime.database)
    ours, theirs = runtime.keyring, new_keyring()
    mixed = type(ours)(ours.sealing, ours.index, theirs.signing)
    other = Database(database_url, mixed, runtime.features.row_rules)
    with pytest.raises(WrongKeysError, match="signed with another key"):
        ensure_own_keys(other)
    other.close()
