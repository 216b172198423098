"""What people type is read as they type it."""

from __future__ import annotations

from portal.domain.question import Problem
from portal.domain.text import Text
from portal.pages.forms import FormProblem, Problems


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
