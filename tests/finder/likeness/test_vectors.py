"""The vector of each example is made once and kept beside its file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.finder.learned.examples import Example, Label
from portal.finder.likeness.encoder import LENGTH
from portal.finder.likeness.vectors import SUFFIX, keep_vectors, key_of, vectors_beside


def examples(*texts: str) -> Iterator[Example]:
    return (Example(Label("water", "bill"), "fr", frozenset(), text) for text in texts)


class Counting:
    """An encoder that counts how often it is asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, text: str) -> bytes:
        self.asked.append(text)
        return bytes([len(text)]) * LENGTH


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "water.csv"


def test_a_vector_is_made_once_for_each_text(file: Path) -> None:
    encode = Counting()

    assert keep_vectors(file, examples("a", "bb", "a"), encode) == 2
    assert keep_vectors(file, examples("bb", "ccc"), encode) == 1

    assert encode.asked == ["a", "bb", "ccc"]
    assert vectors_beside(file) == {
        key_of("bb"): bytes([2]) * LENGTH,
        key_of("ccc"): bytes([3]) * LENGTH,
    }


def test_nothing_is_written_where_nothing_is_new(file: Path) -> None:
    keep_vectors(file, examples("a"), Counting())
    kept = file.with_suffix(SUFFIX)
    kept.chmod(0o400)
    before = kept.stat().st_mtime_ns

    assert keep_vectors(file, examples("a"), Counting()) == 0
    assert kept.stat().st_mtime_ns == before


def test_the_order_of_the_lines_changes_nothing(file: Path) -> None:
    keep_vectors(file, examples("a", "bb"), Counting())
    first = file.with_suffix(SUFFIX).read_bytes()
    file.with_suffix(SUFFIX).unlink()

    keep_vectors(file, examples("bb", "a"), Counting())

    assert file.with_suffix(SUFFIX).read_bytes() == first


@pytest.mark.parametrize("damage", ["another encoder", "cut", "empty", "missing"])
def test_vectors_that_cannot_be_used_are_none(file: Path, damage: str) -> None:
    keep_vectors(file, examples("a"), Counting())
    kept = file.with_suffix(SUFFIX)
    whole = kept.read_bytes()
    match damage:
        case "another encoder":
            kept.write_bytes(b"e" * 16 + whole[16:])
        case "cut":
            kept.write_bytes(whole[:-1])
        case "empty":
            kept.write_bytes(b"")
        case _:
            kept.unlink()

    assert vectors_beside(file) == {}
