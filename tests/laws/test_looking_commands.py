"""No command makes a folder, keys or a database but those that are there to make them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from portal.cli import main

A_DAY = "2026-12-24"
MAKING = {"serve", "demo", "demo serve", "db upgrade"}
# They keep what they are given, or write a file, where somebody says so.
WITHOUT_A_DATABASE = {"history keep"}


def commands(group: click.Command, *words: str) -> Iterator[tuple[str, click.Command]]:
    """Yield each command that does something by itself, by its words."""
    if not isinstance(group, click.Group):
        yield " ".join(words), group
        return
    if group.invoke_without_command:
        yield " ".join(words), group
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield from commands(command, *words, name)


def called(command: click.Command) -> list[str]:
    """Return something for each argument and option that it wants."""
    words: list[str] = []
    for parameter in command.params:
        if parameter.required:
            flag = parameter.opts[:1] if isinstance(parameter, click.Option) else []
            choices = getattr(parameter.type, "choices", None)
            given = str(choices[0]) if choices else A_DAY
            words += [*flag, *[given] * max(1, parameter.nargs)]
    return words


LOOKING = {
    words: command for words, command in commands(main) if words not in MAKING | WITHOUT_A_DATABASE
}


@pytest.mark.parametrize("words", LOOKING)
def test_where_there_is_no_database_none_is_made(
    words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PORTAL_DATA", str(tmp_path / "data"))
    result = CliRunner().invoke(main, [*words.split(), *called(LOOKING[words])])
    assert not (tmp_path / "data").exists(), result.output


def test_what_makes_one_is_a_command():
    assert {words for words, _ in commands(main)} >= MAKING | WITHOUT_A_DATABASE
