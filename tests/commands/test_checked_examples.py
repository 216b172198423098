"""`portal agencies check` names everything that is wrong with examples, with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal.agencies.settings.reader import read_folder
from portal.finder.learned.beside import files_in
from portal.finder.learned.checking import mistakes_in_examples
from tests.commands.running import Portal
from tests.support.agencies import AGENCIES

HEAD = "category,language,acceptable,text"
KNOWN = read_folder(AGENCIES).agencies


def told(folder: Path, *lines: str, name: str = "water") -> list[str]:
    file = folder / f"{name}.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return [str(mistake) for mistake in mistakes_in_examples([file], KNOWN)]


@pytest.mark.parametrize(
    ("line", "mistake"),
    [
        ("flood,fr,,L’eau monte", 'category: "flood" is none of bill'),
        ("bill,de,,Wasser", 'language: "de" is none of fr, en and mixed'),
        ("bill,fr,mars,Ma facture", 'acceptable: "mars" is no agency here'),
        ("bill,fr,water,Ma facture", 'acceptable: "water" is the agency itself'),
        ("bill,fr,,", "text: has to have 1 to 4000 characters"),
        ("bill,fr", "has not 4 columns"),
    ],
)
def test_each_mistake_is_told_with_its_line(tmp_path: Path, line: str, mistake: str):
    good = "bill,fr,parks,Ma facture a doublé"
    assert told(tmp_path, HEAD, good, line) == [f"examples/water.csv:3: {mistake}"]


def test_a_text_that_stands_twice_is_named_where_it_comes_again(tmp_path: Path):
    lines = (HEAD, "bill,fr,,Ma facture", "bill,en,,My bill", "bill,fr,,ma  FACTURE")
    assert told(tmp_path, *lines) == ["examples/water.csv:4: text: stands already at water.csv:2"]


def test_other_columns_and_an_agency_that_is_not_there_are_told_once(tmp_path: Path):
    assert told(tmp_path, "a,b", "1,2") == [
        "examples/water.csv:1: its first line is to be category,language,acceptable,text"
    ]
    assert told(tmp_path, HEAD, name="mars") == [
        "examples/mars.csv:1: no agency here has this code"
    ]
    assert told(tmp_path, HEAD, "bank,fr,,Ma banque", name="_none") == []


def test_the_examples_shipped_have_no_mistake():
    configs = Path(__file__).parents[2] / "agency_configs"
    found = mistakes_in_examples(files_in(configs), read_folder(configs).agencies)
    assert [str(mistake) for mistake in found] == []


def test_the_command_tells_them(portal: Portal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    folder = tmp_path / "agencies"
    (folder / "examples").mkdir(parents=True)
    for file in AGENCIES.glob("*.yaml"):
        (folder / file.name).write_bytes(file.read_bytes())
    (folder / "examples" / "water.csv").write_text(f"{HEAD}\nflood,fr,,L’eau\n", encoding="utf-8")
    monkeypatch.setenv("PORTAL_AGENCIES", str(folder))
    for words in ((), (str(folder / "water.yaml"),)):
        result = portal("agencies", "check", *words)
        assert result.exit_code == 1
        assert 'examples/water.csv:2: category: "flood" is none of bill' in result.output
    assert portal("agencies", "check", str(folder / "parks.yaml")).exit_code == 0
