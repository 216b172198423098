"""The installation's keys: what is sealed opens again, and nothing else does."""

from __future__ import annotations

import multiprocessing
import stat
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from portal.keyring import (
    Keyring,
    UnknownKeyError,
    UnreadableKeysError,
    is_bound,
    is_signed,
    load_keyring,
    new_keyring,
)

KEYRING = new_keyring()


@given(st.binary(max_size=300), st.text(max_size=20))
def test_what_is_sealed_opens_again(plain: bytes, context: str):
    assert KEYRING.open(KEYRING.seal(plain, context), context) == plain


@given(st.binary(min_size=8, max_size=100))
def test_a_sealed_value_shows_nothing_and_never_looks_the_same_twice(plain: bytes):
    first, second = KEYRING.seal(plain, "person.name"), KEYRING.seal(plain, "person.name")
    assert plain not in first
    assert first != second


@given(st.binary(max_size=50), st.text(max_size=20), st.text(max_size=20))
def test_a_value_moved_to_another_column_does_not_open(plain: bytes, here: str, there: str):
    sealed = KEYRING.seal(plain, here)
    if here != there:
        with pytest.raises(InvalidTag):
            KEYRING.open(sealed, there)


@given(st.binary(max_size=50), st.integers(1), st.integers(1))
def test_a_value_moved_to_another_row_does_not_open(plain: bytes, here: int, there: int):
    sealed = KEYRING.seal_in_row(plain, "person.name", b"%d" % here)
    opened = KEYRING.opener_in_rows("person.name")
    assert opened(sealed, b"%d" % here) == plain
    if here != there:
        with pytest.raises(InvalidTag):
            opened(sealed, b"%d" % there)


def test_a_value_from_before_rows_were_told_opens_and_is_known():
    before, bound = KEYRING.seal(b"text", "a.b"), KEYRING.seal_in_row(b"text", "a.b", b"1")
    assert KEYRING.opener_in_rows("a.b")(before, b"7") == b"text"
    assert [is_bound(before), is_bound(bound)] == [False, True]
    with pytest.raises((InvalidTag, UnknownKeyError)):
        KEYRING.open(bound, "a.b")


@given(st.binary(max_size=50), st.data())
def test_a_value_with_one_changed_byte_does_not_open(plain: bytes, data: st.DataObject):
    sealed = bytearray(KEYRING.seal(plain, "person.name"))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises((InvalidTag, UnknownKeyError)):
        KEYRING.open(bytes(sealed), "person.name")


def test_after_a_new_key_old_values_still_open_and_new_ones_use_it():
    rotated = Keyring({**KEYRING.sealing, 2: b"k" * 32}, KEYRING.index, KEYRING.signing)
    old = KEYRING.seal(b"before", "draft.content")
    assert rotated.open(old, "draft.content") == b"before"
    new = rotated.seal(b"after", "draft.content")
    assert new[0] == 2
    with pytest.raises(UnknownKeyError):
        KEYRING.open(new, "draft.content")


@given(st.text(), st.text(), st.text(max_size=10))
def test_equal_values_have_equal_hashes_and_others_do_not(one: str, other: str, purpose: str):
    assert (KEYRING.hashed(one, purpose) == KEYRING.hashed(other, purpose)) is (one == other)


def test_the_same_value_has_another_hash_for_another_purpose_or_installation():
    hashes = {
        KEYRING.hashed("m.gagnon@exemple.org", "email"),
        KEYRING.hashed("m.gagnon@exemple.org", "search"),
        new_keyring().hashed("m.gagnon@exemple.org", "email"),
    }
    assert len(hashes) == 3


@given(st.binary(max_size=50), st.binary(max_size=50))
def test_a_signature_holds_for_its_message_alone(message: bytes, other: bytes):
    signature = KEYRING.sign(message)
    assert is_signed(other, signature, KEYRING.public_key) is (message == other)
    assert not is_signed(message, signature, new_keyring().public_key)


@pytest.mark.parametrize("key", ["", "not a key", "YWJj", "é"])
def test_what_is_not_a_key_signed_nothing(key: str):
    assert not is_signed(b"message", KEYRING.sign(b"message"), key)


def test_an_installation_keeps_its_keys(tmp_path: Path):
    made = load_keyring(tmp_path / "new" / "keys.json")
    assert load_keyring(tmp_path / "new" / "keys.json") == made


def test_nobody_else_on_the_machine_may_read_the_keys(tmp_path: Path):
    load_keyring(tmp_path / "keys.json")
    assert stat.S_IMODE((tmp_path / "keys.json").stat().st_mode) == 0o600


def test_processes_that_start_at_once_share_their_keys(tmp_path: Path):
    context = multiprocessing.get_context("forkserver")
    with ProcessPoolExecutor(4, mp_context=context) as pool:
        keys = set(pool.map(_public_key, [tmp_path] * 8))
    assert len(keys) == 1
    assert [file.name for file in tmp_path.iterdir()] == ["keys.json"]


def _public_key(folder: Path) -> str:
    return load_keyring(folder / "keys.json").public_key


@pytest.mark.parametrize("text", ["", "not json", "[]", '{"x": 1}', '{"sealing": {"1": 5}}'])
def test_what_are_no_keys_is_said_so_without_quoting_it(tmp_path: Path, text: str):
    (tmp_path / "keys.json").write_text(text)
    with pytest.raises(UnreadableKeysError):
        load_keyring(tmp_path / "keys.json")
