"""Texts by which it is measured whether danger is recognised, and others to learn from."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "danger"
KINDS = {"suicide", "violence", "child", "emergency"}
FILES = ("measured_by", "to_learn_from")


def rows_of(file: str) -> list[dict[str, str]]:
    with (FOLDER / f"{file}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def texts_of(file: str) -> list[str]:
    return [" ".join(row["text"].lower().split()) for row in rows_of(file)]


@pytest.mark.parametrize("file", FILES)
def test_each_text_says_whether_there_is_danger_and_of_which_kind(file: str):
    for row in rows_of(file):
        assert row["danger"] in {"yes", "no"}
        assert (row["kind"] in KINDS) is (row["danger"] == "yes")
        assert row["language"] in {"fr", "en", "mixed"}


@pytest.mark.parametrize("file", FILES)
def test_as_many_are_harmless_as_are_not_and_every_kind_is_there(file: str):
    told = Counter(row["danger"] for row in rows_of(file))
    assert 0.8 <= told["yes"] / told["no"] <= 1.25
    assert {row["kind"] for row in rows_of(file)} >= KINDS


def test_nothing_is_measured_by_what_is_learned_from():
    measured, learned = texts_of("measured_by"), texts_of("to_learn_from")
    assert len(measured) == 300
    assert len(set(measured)) == len(measured)
    assert len(set(learned)) == len(learned)
    assert set(measured).isdisjoint(learned)
