"""What people type is read as they type it."""

from __future__ import annotations

import pytest

from portal.domain.question import Problem
from portal.domain.text import Text
from portal.pages.forms import FormProblem, Problems, is_dialled, is_phone


def test_problems_come_in_the_order_of_the_fields_and_unknown_ones_last():
    problems = Problems(["name", "email"])
    problems.add("other", "C")
    problems.add("email", "B")
    problems.add("name", "A")
    assert [problem.text for problem in problems] == ["A", "B", "C"]


def test_a_field_keeps_the_first_thing_said_about_it():
    problems = Problems()
    problems.add("email", "first")
    problems.add("email", "second")
    assert list(problems) == [FormProblem("email", "first")]
    assert problems.text_of("email") == "first"


def test_no_problem_is_false_and_says_nothing():
    problems = Problems(["email"])
    assert not problems
    assert problems.text_of("email") is None


def test_an_agencys_problems_are_worded_in_the_language_of_the_page():
    problems = Problems()
    problems.add_all([Problem("plate", Text("Écrivez la plaque", "Enter the plate"))], "en", "q-")
    assert list(problems) == [FormProblem("q-plate", "Enter the plate")]


@pytest.mark.parametrize(
    "typed",
    [
        "711",
        "514 555-0110",
        "(514) 555.0110",
        "1 800 555-0142",
        "020 7946 0109",
        "+44 20 7946 0109",
        "514 555-0110, poste 42",
        "514 555-0110 ext. 42",
        "514 555-0110 x42",
    ],
)
def test_a_number_that_can_be_dialled_is_taken_as_it_is_typed(typed: str):
    assert is_dialled(typed)


@pytest.mark.parametrize(
    "typed", ["", "7", "appelez-nous", "514 555-0110 le jour", "1" * 16, "poste 42", "514+5550110"]
)
def test_what_nobody_can_dial_is_no_number(typed: str):
    assert not is_dialled(typed)


@pytest.mark.parametrize(
    "typed",
    ["418 555-0199", "418 555.0199 poste 2", "1 (418) 555-0199, ext. 12", "+33 1 23 45 67 89"],
)
def test_a_number_is_called_with_its_extension(typed: str):
    assert is_phone(typed)


@pytest.mark.parametrize("typed", ["555-0199", "418 555-019 poste 2", "poste 2"])
def test_a_number_that_lacks_digits_cannot_be_called(typed: str):
    assert not is_phone(typed)
