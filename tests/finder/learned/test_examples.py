"""Files of examples are read line by line, and the first mistake is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal.finder.learned.examples import Example, ExamplesError, Label, read_examples

HEAD = "category,language,acceptable,text\n"


def written(folder: Path, content: str) -> Path:
    file = folder / "water.csv"
    file.write_text(content, encoding="utf-8")
    return file


def test_each_line_is_an_example_of_the_agency_that_the_file_is_named_after(tmp_path: Path) -> None:
    file = written(tmp_path, f'{HEAD}bill,fr,,"Ma facture, enfin"\nleak,en,parks roads,A leak\n')

    assert list(read_examples([file])) == [
        Example(Label("water", "bill"), "fr", frozenset(), "Ma facture, enfin"),
        Example(Label("water", "leak"), "en", frozenset({"parks", "roads"}), "A leak"),
    ]


def test_a_spreadsheet_may_put_its_mark_before_the_first_line(tmp_path: Path) -> None:
    file = written(tmp_path, f"\ufeff{HEAD}bill,fr,,Ma facture\n")

    [example] = read_examples([file])

    assert example.text == "Ma facture"


@pytest.mark.parametrize(
    ("content", "mistake"),
    [
        ("category,text\nbill,x\n", "water.csv:1: its first line is to be category,language"),
        (f"{HEAD}bill,fr,,ok\n,fr,,text\n", "water.csv:3: category: is missing"),
        (f"{HEAD}bill,de,,text\n", 'water.csv:2: language: "de" is none of'),
        (f"{HEAD}bill,fr,,  \n", "water.csv:2: text: has to have 1 to 4000 characters"),
        (f"{HEAD}bill,fr,,{'a' * 4001}\n", "water.csv:2: text: has to have"),
        (f"{HEAD}bill,fr\n", "water.csv:2: has not 4 columns"),
        (f"{HEAD}bill,fr,,a,b\n", "water.csv:2: has not 4 columns"),
    ],
)
def test_a_mistake_is_named_by_its_line(tmp_path: Path, content: str, mistake: str) -> None:
    with pytest.raises(ExamplesError) as refused:
        list(read_examples([written(tmp_path, content)]))

    assert mistake in str(refused.value)
