"""What texts mean is learned from examples, kept in a file, and learned again when they change."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from portal.domain.meaning import Subject
from portal.finder.meaning import kept
from portal.finder.meaning.kept import (
    KeptMeanings,
    are_meanings_learned,
    learn_meanings,
    place_of_meanings,
)
from tests.finder.meaning.invented_meanings import written


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return written(tmp_path / "settings")


def kinds(folder: Path, data: Path, text: str) -> list[str] | None:
    heard = KeptMeanings(place_of_meanings(folder, data))(Subject.DANGER, text)
    return None if heard is None else [each.kind for each in heard]


def test_before_anything_is_learned_nothing_is_heard(folder: Path, tmp_path: Path):
    assert kinds(folder, tmp_path, "Mon mari me frappe") is None


def test_what_was_learned_is_heard_in_other_words_of_the_same_sense(folder: Path, tmp_path: Path):
    learn_meanings(folder, tmp_path)

    assert kinds(folder, tmp_path, "Mon ex me donne des coups de poing") == ["violence"]
    assert kinds(folder, tmp_path, "Mon permis est en retard") == []
    assert kinds(folder, tmp_path, "") == []


def test_the_words_that_say_it_are_named(folder: Path, tmp_path: Path):
    learn_meanings(folder, tmp_path)
    text = "Mon permis est en retard depuis mai, je vous écris encore. Mon mari me frappe le soir."

    heard = KeptMeanings(place_of_meanings(folder, tmp_path))(Subject.DANGER, text)

    assert heard
    assert "mari me frappe" in text[heard[0].start : heard[0].end]


@pytest.mark.parametrize("text", ["x y z", "je", "a b, c!", "1 2"])
def test_a_text_without_one_whole_word_says_nothing(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
):
    learn_meanings(folder, tmp_path)
    monkeypatch.setattr(kept, "LEAST", {Subject.DANGER: -99.0})
    assert kinds(folder, tmp_path, text) == []
    assert kinds(folder, tmp_path, f"{text} mari") != []


def test_what_is_said_less_strongly_is_heard_without_being_sure(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    learn_meanings(folder, tmp_path)
    text = "Mon mari me frappe"
    for least, sure, expected in ((-9.0, -9.0, [True]), (-9.0, 99.0, [False]), (99.0, 99.0, [])):
        monkeypatch.setattr(kept, "LEAST", {Subject.DANGER: least})
        monkeypatch.setattr(kept, "SURE", {Subject.DANGER: sure})
        heard = KeptMeanings(place_of_meanings(folder, tmp_path))(Subject.DANGER, text)
        assert heard is not None
        assert [each.is_sure for each in heard[:1]] == expected


def test_it_is_learned_again_where_an_example_was_added(folder: Path, tmp_path: Path):
    learn_meanings(folder, tmp_path)
    hears = KeptMeanings(place_of_meanings(folder, tmp_path))
    assert not hears(Subject.DANGER, "Mon permis de zut")
    with (folder / "examples" / "_danger.csv").open("a", encoding="utf-8") as file:
        file.write("suicide,fr,Mon permis de zut\n" * 3)
    assert not are_meanings_learned(folder, tmp_path)

    learn_meanings(folder, tmp_path)

    assert are_meanings_learned(folder, tmp_path)
    assert hears(Subject.DANGER, "Mon permis de zut")


def test_what_is_unchanged_is_not_learned_again(folder: Path, tmp_path: Path):
    learn_meanings(folder, tmp_path)
    written_at = place_of_meanings(folder, tmp_path).stat().st_mtime_ns

    learn_meanings(folder, tmp_path)

    assert place_of_meanings(folder, tmp_path).stat().st_mtime_ns == written_at


def test_a_mistake_leaves_what_was_learned_before(folder: Path, tmp_path: Path):
    learn_meanings(folder, tmp_path)
    (folder / "examples" / "_danger.csv").write_text("nonsense", encoding="utf-8")

    learn_meanings(folder, tmp_path)

    assert kinds(folder, tmp_path, "Mon mari me frappe") == ["violence"]


@pytest.mark.parametrize("damage", [b"", b"\x08", b"x" * 100, b"\xff" * 100])
def test_a_damaged_file_is_as_none(folder: Path, tmp_path: Path, damage: bytes):
    learn_meanings(folder, tmp_path)
    place_of_meanings(folder, tmp_path).write_bytes(damage)

    assert kinds(folder, tmp_path, "Mon mari me frappe") is None
    assert not are_meanings_learned(folder, tmp_path)


def test_a_file_that_lost_its_end_is_as_none(folder: Path, tmp_path: Path):
    learn_meanings(folder, tmp_path)
    path = place_of_meanings(folder, tmp_path)
    os.truncate(path, path.stat().st_size // 2)

    assert kinds(folder, tmp_path, "Mon mari me frappe") is None


def test_where_there_are_no_examples_nothing_is_learned(tmp_path: Path):
    learn_meanings(tmp_path, tmp_path)

    assert are_meanings_learned(tmp_path, tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "line", ["murder,fr,Un texte", "suicide,de,Ein Text", "suicide,fr,", "suicide,fr", "a,b,c,d"]
)
def test_a_line_that_cannot_be_used_teaches_nothing(tmp_path: Path, line: str):
    folder = written(tmp_path / "settings", line)

    learn_meanings(folder, tmp_path)

    assert kinds(folder, tmp_path, "Mon mari me frappe") is None


def test_an_everyday_complaint_that_was_taken_for_it_teaches_that_it_is_none(tmp_path: Path):
    text = "Elle me donne des coups de fil le soir"
    before, after = written(tmp_path / "before"), tmp_path / "after"
    written(after, *[f"ordinary,fr,{text} pour la facture {rank}" for rank in range(6)])
    for folder in (before, after):
        learn_meanings(folder, tmp_path)

    assert kinds(before, tmp_path, text)
    assert kinds(after, tmp_path, text) == []
