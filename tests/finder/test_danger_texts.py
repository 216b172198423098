"""Texts by which it is measured whether danger is recognised, and others to learn from."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from portal.domain.meaning import Danger, Subject
from portal.finder.meaning.examples import NONE, ORDINARY, file_of, read_meanings

ROOT = Path(__file__).parents[2]
MEASURED_BY = Path(__file__).parent / "danger" / "measured_by.csv"
LEARNED_FROM = file_of(ROOT / "agency_configs", Subject.DANGER)
FILES = pytest.mark.parametrize("file", [MEASURED_BY, LEARNED_FROM], ids=lambda file: file.stem)


def rows_of(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def texts_of(file: Path) -> list[str]:
    return [" ".join(row["text"].lower().split()) for row in rows_of(file)]


@FILES
def test_each_text_says_of_which_kind_it_is(file: Path):
    ordinary = {ORDINARY} if file == LEARNED_FROM else set()
    for row in rows_of(file):
        assert row["kind"] in {*Danger, NONE} | ordinary
        assert row["language"] in {"fr", "en", "mixed"}
        assert row["text"].strip()


@FILES
def test_about_as_many_are_harmless_as_are_not_and_every_kind_is_there(file: Path):
    kinds = Counter(row["kind"] for row in rows_of(file) if row["kind"] != ORDINARY)
    assert 0.5 <= kinds[NONE] / (kinds.total() - kinds[NONE]) <= 2
    assert set(kinds) == {*Danger, NONE}


def test_the_examples_can_be_learned_from():
    assert len(list(read_meanings(LEARNED_FROM, Subject.DANGER))) > 1_900


def test_nothing_is_measured_by_what_is_learned_from():
    measured, learned = texts_of(MEASURED_BY), texts_of(LEARNED_FROM)
    assert len(measured) == 300
    assert len(set(measured)) == len(measured)
    assert len(set(learned)) == len(learned)
    assert set(measured).isdisjoint(learned)
