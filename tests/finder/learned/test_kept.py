"""What was learned is kept in a file, and learned again when the examples are others."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from portal.finder.learned.beside import files_in, is_learned, learn, place_of_learned
from portal.finder.learned.kept import KeptLearning
from portal.finder.learned.learned import Learned

HEAD = "category,language,acceptable,text\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    examples = tmp_path / "settings" / "examples"
    examples.mkdir(parents=True)
    (examples / "water.csv").write_text(f"{HEAD}bill,fr,,Ma facture d’eau\n", encoding="utf-8")
    (examples / "parks.csv").write_text(f"{HEAD}trees,fr,,Un arbre tombé\n", encoding="utf-8")
    return examples.parent


def kept_in(folder: Path, data: Path) -> Learned | None:
    return KeptLearning(place_of_learned(folder, data)).learned


def test_what_was_learned_is_read_as_it_was(folder: Path, tmp_path: Path) -> None:
    assert kept_in(folder, tmp_path) is None

    learn(folder, tmp_path)

    kept = kept_in(folder, tmp_path)
    assert kept is not None
    assert kept.agencies_by_words.labels == ("parks", "water")
    spoken = kept.heard("la facture", lambda label: label)
    assert spoken["water"].strength > spoken["parks"].strength
    assert spoken["water"].category == "bill"


def test_it_is_learned_again_where_an_example_was_added(folder: Path, tmp_path: Path) -> None:
    learn(folder, tmp_path)
    kept = KeptLearning(place_of_learned(folder, tmp_path))
    before = kept.learned
    with (folder / "examples" / "parks.csv").open("a", encoding="utf-8") as file:
        file.write("gates,fr,,La barrière est fermée\n")
    assert not is_learned(folder, tmp_path)

    learn(folder, tmp_path)

    assert is_learned(folder, tmp_path)
    assert kept.learned is not before
    assert kept.learned is not None
    assert "parks/gates" in kept.learned.categories_by_words.labels


def test_what_is_unchanged_is_not_learned_again(folder: Path, tmp_path: Path) -> None:
    learn(folder, tmp_path)
    written_at = place_of_learned(folder, tmp_path).stat().st_mtime_ns

    learn(folder, tmp_path)

    assert place_of_learned(folder, tmp_path).stat().st_mtime_ns == written_at


def test_a_mistake_leaves_what_was_learned_before(folder: Path, tmp_path: Path) -> None:
    learn(folder, tmp_path)
    (folder / "examples" / "parks.csv").write_text("nonsense", encoding="utf-8")

    learn(folder, tmp_path)

    assert kept_in(folder, tmp_path) is not None


@pytest.mark.parametrize("damage", [b"", b"\x08", b"x" * 100, b"\xff" * 100])
def test_a_damaged_file_is_as_none(folder: Path, tmp_path: Path, damage: bytes) -> None:
    learn(folder, tmp_path)
    place_of_learned(folder, tmp_path).write_bytes(damage)

    assert kept_in(folder, tmp_path) is None
    assert not is_learned(folder, tmp_path)


def test_a_file_that_lost_its_end_is_as_none(folder: Path, tmp_path: Path) -> None:
    learn(folder, tmp_path)
    path = place_of_learned(folder, tmp_path)
    os.truncate(path, path.stat().st_size // 2)

    assert kept_in(folder, tmp_path) is None


def test_where_there_are_no_examples_nothing_is_learned(tmp_path: Path) -> None:
    learn(tmp_path, tmp_path)

    assert files_in(tmp_path) == []
    assert is_learned(tmp_path, tmp_path)
    assert kept_in(tmp_path, tmp_path) is None
    assert list(tmp_path.iterdir()) == []
