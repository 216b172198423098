"""Letters are read from what is stored of them, also by a release before."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import date
from typing import Any

import pytest

from portal.words.letters.letter import FixedLetter, LetterKind
from portal.words.letters.to_citizens import AnswerReady, Routed
from portal.words.letters.to_staff import ApproachingDate, PassedToYou
from tests.words.letter_cases import BASE, LETTERS, NAMES, TEMPLATES, every_letter

CONTEXT = {"number", "agency", "is_part", "on_paper"}


@every_letter
def test_a_letter_stores_what_it_reads(
    template: str, language: str, params: dict[str, Any]
) -> None:
    letter = LETTERS.read(template, params)
    stored = json.loads(json.dumps(letter.facts()))
    assert LETTERS.read(template, stored) == letter


@pytest.mark.parametrize("kind", TEMPLATES.values(), ids=TEMPLATES)
def test_no_fact_of_a_letter_is_called_as_what_every_letter_is_told(kind: LetterKind) -> None:
    facts = () if isinstance(kind, FixedLetter) else fields(kind)  # type: ignore[arg-type]
    assert {fact.name for fact in facts}.isdisjoint(CONTEXT)


@pytest.mark.parametrize(
    ("code", "params"),
    [
        ("review_for_you", {"last_day": "2027-09-22"}),
        ("reopened_staff", {"last_day": None}),
        ("text_came_back", {"why": "refused", "text": "answer"}),
        (
            "contact_limited",
            {"means": ["written"], "last_day": "2027-02-24", "recourses": [], "seq": 4},
        ),
        ("passed_to_you", {"missed": True, "last_day": None}),
        ("warning", {"clock": "answer", "percent": 50}),
        ("question", {}),
        (
            "group_answered",
            {"group": 1, "title": {"fr": "Sentier", "en": None}, "follower": 7, "stop": "x"},
        ),
    ],
)
def test_what_a_release_before_stored_is_still_worded(code: str, params: dict[str, Any]) -> None:
    assert LETTERS.render(code, "fr", {**BASE, "agencies": ["parks"], **params}, NAMES).text


def test_facts_are_stored_as_json_has_them() -> None:
    day = date(2027, 9, 22)
    assert PassedToYou(missed=True, last_day=day).facts() == {
        "missed": True,
        "last_day": "2027-09-22",
    }
    assert ApproachingDate("answer", 80).facts() == {"clock": "answer", "percent": 80}
    assert Routed(answer_day=day).facts() == {"answer_day": "2027-09-22", "file_is_sample": False}


def test_the_text_of_an_answer_is_not_stored_with_its_letter() -> None:
    assert "answer" not in AnswerReady(4, full=True).facts()
