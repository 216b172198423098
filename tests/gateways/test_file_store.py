from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.gateways.file_store import FileMissingError, FolderStore
from portal.keyring import Keyring, new_keyring


@pytest.fixture
def store(tmp_path: Path, keyring: Keyring) -> FolderStore:
    return FolderStore(tmp_path, keyring)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None
)
@given(content=st.binary(max_size=5000))
def test_what_is_put_comes_back(store: FolderStore, content: bytes):
    assert store.get(store.put(content)) == content


def test_equal_contents_have_keys_of_their_own(store: FolderStore):
    assert store.put(b"same") != store.put(b"same")


def test_the_disk_holds_nothing_that_can_be_read(store: FolderStore, tmp_path: Path):
    store.put(b"a secret story")
    assert all(b"secret" not in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())


def test_other_keys_do_not_open_it(store: FolderStore, tmp_path: Path):
    key = store.put(b"content")
    with pytest.raises(InvalidTag):
        FolderStore(tmp_path, new_keyring()).get(key)


def test_a_removed_file_is_missing_and_may_be_removed_again(store: FolderStore):
    key = store.put(b"content")
    store.remove(key)
    store.remove(key)
    with pytest.raises(FileMissingError):
        store.get(key)


@pytest.mark.parametrize("key", ["", "../keys.json", "0" * 39, "Z" * 40, "0" * 40 + "/x"])
def test_a_key_that_was_never_given_out_reaches_no_file(store: FolderStore, key: str):
    with pytest.raises(FileMissingError):
        store.get(key)


def test_nothing_half_written_is_left_behind(store: FolderStore, tmp_path: Path):
    store.put(b"content")
    assert [path.name for path in tmp_path.rglob(".*")] == []
