"""`portal finder report` says how often the finder was right, and shows nobody's words."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from portal.commands.finder_report import _lines, _values
from portal.finder.decided import Decided
from portal.finder.learned.examples import Label
from portal.finder.report import Read, Report, report_of, words_in
from tests.commands.running import Portal
from tests.finder.learned.invented_examples import LEARNED
from tests.support.agencies import AGENCIES

WATER, PARKS = Label("water", "bill"), Label("parks", "trees")
EXAMPLES = {"water": 6, "parks": 6}


def one(label: Label, *proposed: str, month: int = 202610, nobody: bool = False) -> Decided:
    return Decided(month, label, True, proposed, nobody)


def report(every: list[Decided], story: str = "", own: str = "") -> Report:
    texts = [Read(decided, words_in(story)) for decided in every]
    return report_of(every, texts, LEARNED, frozenset(words_in(own)), EXAMPLES)


def lines(found: Report) -> str:
    return "\n".join(_lines(found))


def test_accuracy_is_told_by_month_and_agency_with_its_interval():
    every = [one(WATER, "water")] * 6 + [one(WATER, "parks", "water", month=202611)] * 6
    said = lines(report(every))
    assert "2026-10              6 of 6, 100.0 % (61 to 100)" in said
    assert "2026-11              0 of 6, 0.0 % (0 to 39) · 6 of 6" in said
    assert "water                6 of 12, 50.0 % (25 to 75)" in said


def test_few_complaints_are_told_as_a_band():
    every = [one(WATER, "water")] * 4
    assert "4 of 4" not in lines(report(every))
    assert "fewer than 5 complaints" in lines(report(every))
    assert _values(report(every))["by_agency"]["water"]["complaints"] == "<5"


def test_an_agency_that_decisions_have_far_more_often_than_examples_drifts():
    every = [one(WATER, "water")] * 40
    said = lines(report(every))
    assert "water has 100 of 100 decided complaints and 50 of 100 examples" not in said
    every = [one(PARKS, "parks")] * 40
    found = report_of(every, [], LEARNED, frozenset(), {"water": 30, "parks": 6})
    assert {drift.agency for drift in found.drifts} == {"water", "parks"}
    assert "more examples of it would help" in lines(found)


def test_words_that_spoke_for_the_wrong_agency_are_named_if_they_are_the_finders_own():
    story = "Une branche de l’arbre du parc bloque le compteur de Wenceslas"
    every = [one(WATER, "parks", "water")] * 6

    found = report(every, story, own="branche arbre parc")

    assert {(word.word, word.spoke_for, word.instead_of) for word in found.misleading} >= {
        ("branche", "parks", "water")
    }
    assert "wenceslas" not in lines(found).casefold()
    assert report(every[:4], story, own="branche").misleading == []
    assert report(every, story, own="").misleading == []


def test_words_that_no_example_has_are_counted_by_month():
    found = report([one(WATER, "water")] * 5, "facture xylophone")
    assert (found.unknown_words[202610].right, found.unknown_words[202610].of) == (5, 10)
    assert "50 of 100 words are in no example" in lines(found)


def test_the_command_says_so_where_nothing_was_decided(migrated: Portal):
    result = migrated("finder", "report")
    assert result.exit_code == 0
    assert "Nothing was decided yet" in result.stdout
    assert json.loads(migrated("finder", "report", "--json").stdout)["by_agency"] == {}


def test_what_is_no_month_is_refused_in_a_sentence(migrated: Portal):
    result = migrated("finder", "report", "--since", "2026-13")
    assert result.exit_code == 2
    assert '"2026-13" is not a month, such as 2026-11.' in result.stderr


def test_examples_with_a_mistake_are_told_in_a_sentence(
    migrated: Portal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    folder = tmp_path / "agencies"
    shutil.copytree(AGENCIES, folder)
    (folder / "examples").mkdir(exist_ok=True)
    (folder / "examples" / "water.csv").write_text("a,b\n", encoding="utf-8")
    monkeypatch.setenv("PORTAL_AGENCIES", str(folder))
    result = migrated("finder", "report")
    assert result.exit_code == 1
    assert "water.csv:1: its first line is to be category" in result.stderr
    assert "Run: portal agencies check" in result.stderr
