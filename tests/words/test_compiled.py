"""What is kept of a .po file says what the file says, and no longer than the file is as it was."""

from __future__ import annotations

import shutil
from gettext import GNUTranslations
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from portal.words import compiled as compiling
from portal.words.catalogue import ENGLISH
from portal.words.compiled import compiled


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    folder = tmp_path / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    return Path(shutil.copy(ENGLISH, folder))


def kept_files(source: Path) -> list[Path]:
    return list(source.parent.glob("__pycache__/*"))


def test_every_text_is_the_same_compiled_kept_and_in_the_file(source: Path):
    with source.open("rb") as file:
        catalogue = read_po(file, locale="en")
    for texts in (GNUTranslations(compiled(source)), GNUTranslations(compiled(source))):
        for message in catalogue:
            if not message.id or not message.string or message.fuzzy:
                continue
            if message.pluralizable:
                said = tuple(texts.ngettext(*message.id, number) for number in (1, 2))
                assert said == message.string
            else:
                assert texts.gettext(message.id) == message.string


def test_a_file_is_compiled_once(source: Path, monkeypatch: pytest.MonkeyPatch):
    first = compiled(source).getvalue()
    monkeypatch.setattr(compiling, "_compile", lambda _: pytest.fail("compiled again"))
    assert compiled(source).getvalue() == first


def test_what_changed_is_compiled_anew_and_kept_instead(source: Path):
    compiled(source)
    with source.open("a", encoding="utf-8") as file:
        file.write('\nmsgid "Nouveau texte"\nmsgstr "New text"\n')
    assert GNUTranslations(compiled(source)).gettext("Nouveau texte") == "New text"
    assert len(kept_files(source)) == 1


def test_where_nothing_may_be_written_it_is_compiled_each_time(source: Path):
    (source.parent / "__pycache__").write_text("no folder", encoding="utf-8")
    assert compiled(source).getvalue() == compiled(source).getvalue()


def test_nothing_is_kept_where_python_keeps_no_bytecode(
    source: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    compiled(source)
    assert kept_files(source) == []
