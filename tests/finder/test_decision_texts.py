"""Texts by which it is measured whether disagreement with a decision is recognised."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

from portal.domain.meaning import Decision, Subject
from portal.finder.learned.beside import files_in
from portal.finder.learned.examples import read_examples
from portal.finder.meaning.examples import (
    NONE,
    categories_file_of,
    file_of,
    read_categories,
    read_meanings,
)

AGENCIES = Path(__file__).parents[2] / "agency_configs"
MEASURED_BY = Path(__file__).parent / "decision" / "measured_by.csv"


def measured() -> list[dict[str, str]]:
    with MEASURED_BY.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_half_disagree_in_every_way_and_half_do_not():
    kinds = Counter(row["kind"] for row in measured())
    assert set(kinds) == {*Decision, NONE}
    assert kinds.total() >= 60
    assert 0.5 <= kinds[NONE] / (kinds.total() - kinds[NONE]) <= 2


def test_nothing_is_measured_by_what_is_learned_from():
    own = read_meanings(file_of(AGENCIES, Subject.DECISION), Subject.DECISION)
    learned = {_plain(example.text) for example in own}
    learned |= {_plain(example.text) for example in read_examples(files_in(AGENCIES))}
    assert learned.isdisjoint(_plain(row["text"]) for row in measured())


def test_each_category_that_teaches_it_has_examples():
    kinds = read_categories(categories_file_of(AGENCIES, Subject.DECISION), Subject.DECISION)
    assert kinds
    assert set(kinds) <= {example.label for example in read_examples(files_in(AGENCIES))}


def _plain(text: str) -> str:
    return " ".join(text.lower().split())
