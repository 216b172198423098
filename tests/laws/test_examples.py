"""The examples shipped with the settings: enough of each subject, none of them measured by."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from portal.agencies.settings.reader import read_folder
from portal.finder.learned.beside import files_in
from portal.finder.learned.examples import NOBODY, Example, read_examples

ROOT = Path(__file__).parents[2]
AGENCIES = ROOT / "agency_configs"
KEPT_APART = sorted((ROOT / "tests" / "finder" / "kept_apart").glob("*.csv"))
LEAST = 20
LEAST_OF_NOBODY = 300


@pytest.fixture(scope="module")
def examples() -> list[Example]:
    return list(read_examples(files_in(AGENCIES)))


@pytest.fixture(scope="module")
def offered() -> dict[str, set[str]]:
    agencies = read_folder(AGENCIES).agencies
    return {
        code: {category.code for category in settings.categories if not category.retired}
        for code, settings in agencies.items()
    }


def test_each_category_that_an_agency_offers_has_examples_enough(
    examples: list[Example], offered: dict[str, set[str]]
):
    counted = Counter(example.label for example in examples)
    desk = {"guichet"}
    wanting = {
        (agency, category): counted[agency, category]
        for agency, categories in offered.items()
        for category in categories
        if agency not in desk and counted[agency, category] < LEAST
    }
    assert wanting == {}


def test_no_example_leads_to_what_is_not_offered(
    examples: list[Example], offered: dict[str, set[str]]
):
    strange = {
        example.label
        for example in examples
        if example.label.agency != NOBODY
        and example.label.category not in offered.get(example.label.agency, ())
    }
    assert strange == set()
    assert {code for example in examples for code in example.acceptable} <= offered.keys()


def test_there_are_examples_enough_of_what_belongs_to_nobody(examples: list[Example]):
    nobodys = [example for example in examples if example.label.agency == NOBODY]
    assert len(nobodys) >= LEAST_OF_NOBODY


def test_each_agency_has_examples_in_both_languages(examples: list[Example]):
    spoken = {(example.label.agency, example.language) for example in examples}
    agencies = {agency for agency, _ in spoken}
    assert {(agency, language) for agency in agencies for language in ("fr", "en")} <= spoken


def test_no_example_stands_twice(examples: list[Example]):
    times = Counter(" ".join(example.text.lower().split()) for example in examples)
    assert [text for text, count in times.items() if count > 1] == []


@pytest.mark.parametrize("file", KEPT_APART, ids=lambda file: file.stem)
def test_no_text_that_is_kept_apart_is_learned_from(file: Path, examples: list[Example]):
    known = {" ".join(example.text.lower().split()) for example in examples}
    with file.open(encoding="utf-8", newline="") as lines:
        apart = [" ".join(row["text"].lower().split()) for row in csv.DictReader(lines)]
    assert len(apart) >= 400
    assert known.isdisjoint(apart)
