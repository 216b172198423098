"""Every command that takes a file says in one sentence what is wrong with it, whatever it is.

The commands are walked: one that is added with a path is tried as well.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest

from portal.cli import main
from portal.commands.given_files import UNUSABLE, GivenFile
from tests.commands.running import Portal

Words = tuple[str, ...]

BESIDE: dict[Words, Words] = {
    ("reports", "annual", "--to"): ("--year", "2026"),
    ("agencies", "test", "--junit"): ("parks",),
    ("agencies", "test", "--plugin"): ("parks",),
    ("agencies", "export", "--to"): ("parks",),
    ("history", "verify", "--anchor"): (),
}
"""What a command takes beside the path that is tried."""

NAMED_OTHERWISE: tuple[Words, ...] = (("agencies", "test"), ("agencies", "test", "--plugin"))
"""What takes a path among other things."""

FILES = frozenset({"missing", "binary", "empty", "cut", "nested", "of another kind", "an archive"})
WRITTEN: dict[Words, frozenset[str]] = {
    ("agencies", "test", "--junit"): FILES,
    ("agencies", "export", "--to"): frozenset({"missing", "a folder"}),
    ("history", "anchor", "--to"): FILES,
}
"""What is written to, and what may be there."""


def _commands(group: click.Group, words: Words = ()) -> Iterator[tuple[Words, click.Command]]:
    for name in group.list_commands(click.Context(group)):
        command = group.get_command(click.Context(group), name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from _commands(command, (*words, name))
        else:
            yield (*words, name), command


def _taking_paths() -> Iterator[Words]:
    """Yield the words that stand before each path that a command takes."""
    for words, command in _commands(main):
        for taken in command.params:
            option = taken.opts[:1] if isinstance(taken, click.Option) else []
            place = (*words, *option)
            if isinstance(taken.type, GivenFile | click.Path) or place in NAMED_OTHERWISE:
                yield place


def _binary(path: Path) -> None:
    path.write_bytes(b"\xff\xfe\x00\x01\x9f" * 50)


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _cut(path: Path) -> None:
    path.write_text('{"complaint": "2026-000001", "seq": 1, "kin', encoding="utf-8")


def _nested(path: Path) -> None:
    path.write_text("[" * 100_000, encoding="utf-8")


def _of_another_kind(path: Path) -> None:
    path.write_text(json.dumps({"complaint": [], "head": {}, "hash": 1}), encoding="utf-8")


def _archive(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("manifest.json", "{")


def _link_to_itself(path: Path) -> None:
    path.symlink_to(path)


SPOILT: dict[str, Callable[[Path], object]] = {
    "missing": lambda path: None,
    "a folder": Path.mkdir,
    "binary": _binary,
    "empty": _empty,
    "cut": _cut,
    "nested": _nested,
    "of another kind": _of_another_kind,
    "an archive": _archive,
    "a link to itself": _link_to_itself,
}


@pytest.mark.parametrize("how", SPOILT)
@pytest.mark.parametrize("words", [*_taking_paths()], ids=" ".join)
def test_a_file_that_cannot_be_used_is_said_in_a_sentence(
    migrated: Portal, tmp_path: Path, words: Words, how: str
):
    path = tmp_path / "given.yaml"
    SPOILT[how](path)
    if words == ("history", "anchor", "--to"):
        assert migrated("demo", "complaints", "--count", "2", "--seed", "1").exit_code == 0
    result = _run(migrated, words, path)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    assert "Traceback" not in result.output
    if how in WRITTEN.get(words, ()):
        assert result.exit_code == 0, result.output
        return
    assert result.exit_code != 0, result.output
    assert str(path) in result.output or path.name in result.output
    if words[0] == "history":
        # Neither that something was forged, nor that something could not be told.
        assert result.exit_code == UNUSABLE
        assert len(result.stderr.splitlines()) == 1
        assert result.stdout == ""


def _run(portal: Portal, words: Words, path: Path):
    beside = BESIDE.get(words, ())
    if words[-1].startswith("-"):
        return portal(*words[:2], *beside, words[-1], str(path))
    return portal(*words, *beside, str(path))


def test_every_command_that_takes_a_path_is_tried():
    assert {*_taking_paths()} >= {*BESIDE, *NAMED_OTHERWISE, *WRITTEN}
    assert len([*_taking_paths()]) >= 10


@pytest.mark.parametrize(
    "words",
    [
        ("verify", "--nothing"),
        ("verify", "--receipt", "2026-000001"),
        ("verify-file",),
        ("verify", "--anchor", "a\0b"),
    ],
    ids=str,
)
def test_a_mistake_in_how_it_is_called_is_not_taken_for_a_proof(portal: Portal, words: Words):
    assert portal("history", *words).exit_code == UNUSABLE


def test_a_database_without_its_keys_is_not_taken_for_a_forgery(migrated: Portal, tmp_path: Path):
    assert migrated("demo", "complaints", "--count", "2", "--seed", "1").exit_code == 0
    (tmp_path / "data" / "keys.json").unlink()
    result = migrated("history", "verify")
    assert result.exit_code == UNUSABLE
    assert "its keys are not in" in result.stderr


def test_no_portal_at_all_is_not_taken_for_a_forgery(portal: Portal, tmp_path: Path):
    assert portal("history", "verify").exit_code == UNUSABLE
    (tmp_path / "data").write_text("a file", encoding="utf-8")
    assert portal("history", "verify").exit_code == UNUSABLE


def test_a_mistake_in_the_settings_is_not_taken_for_a_part_that_could_not_be_told(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("PORTAL_PORT", "many")
    assert portal("history", "verify").exit_code == UNUSABLE
