from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.letter import LetterUse, filled, wrong_marks

VALUES = {"number": "2026-004182", "agency": "Régie des parcs", "answer_day": None}
uses = pytest.mark.parametrize("use", LetterUse)


def test_marks_are_filled_in():
    assert filled("{agency} : {number}.", VALUES) == "Régie des parcs : 2026-004182."


def test_a_paragraph_about_a_day_that_is_not_promised_is_left_out():
    text = "Gardez le {number}.\n\nRéponse le {answer_day}.\n \n\nMerci."
    assert filled(text, VALUES) == "Gardez le 2026-004182.\n\nMerci."


def test_lines_of_a_paragraph_stay_below_each_other():
    assert filled("Ayez :\n- une photo\n- une date", VALUES) == "Ayez :\n- une photo\n- une date"


def test_what_is_filled_in_is_not_filled_in_again():
    assert filled("{agency}", {"agency": "{number}", "number": "secret"}) == "{number}"


@given(st.text())
def test_a_text_without_wrong_marks_keeps_no_brace(text: str):
    wrong = wrong_marks(text, LetterUse.ANSWER)
    everything = dict.fromkeys(LetterUse.ANSWER.marks, "x")
    assert wrong or not {"{", "}"} & set(filled(text, everything))


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Le {number} et le {answer_day}", []),
        ("Le {numero}", ["{numero}"]),
        ("{{number}}", ["{", "}"]),
        ("{} ou { number }", ["{}", "{ number }"]),
        ("Fin }", ["}"]),
        ("{num\nber}", ["{", "}"]),
    ],
)
def test_everything_else_in_braces_is_wrong(text: str, wrong: list[str]):
    assert wrong_marks(text, LetterUse.ACKNOWLEDGEMENT) == wrong


@uses
def test_only_models_tell_what_a_complaint_is_about(use: LetterUse):
    assert (wrong_marks("{category}", use) == []) == use.is_model


@uses
def test_nothing_that_is_filled_in_comes_from_the_complainant(use: LetterUse):
    assert set(use.marks) <= {"number", "agency", "answer_day", "category"}
