"""The check of a health insurance number, on made-up numbers."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins import ramq
from portal.plugin_api import Draft


def problems_with(number: object):
    return ramq.complaint_problems(Draft("carte", "récit", answers={ramq.FIELD: number}))


@pytest.mark.parametrize("number", ["TREM80021502", "trem 8002 1502", "TREM-8052-1502", None, "  "])
def test_a_number_is_accepted_as_people_type_it_or_left_out(number):
    assert problems_with(number) == []


def test_a_draft_without_the_question_has_no_problem():
    assert ramq.complaint_problems(Draft("service", "récit")) == []


@pytest.mark.parametrize("number", ["TRE80021502", "TREM8002150", "TREM800215021", "bonjour", "*"])
def test_another_form_is_told_with_what_to_write(number):
    [problem] = problems_with(number)
    assert (problem.field, problem.text) == (ramq.FIELD, ramq.NOT_A_CARD)


@pytest.mark.parametrize("number", ["TREM80131502", "TREM80023002", "TREM80630102", "TREM80000000"])
def test_a_birthday_that_does_not_exist_points_at_the_digits(number):
    [problem] = problems_with(number)
    assert problem.text == ramq.NO_SUCH_BIRTHDAY


def test_a_leap_day_is_accepted_when_either_century_has_it():
    assert problems_with("TREM00022902") == []


def test_a_social_insurance_number_is_sent_back():
    [problem] = problems_with("046 454 286")
    assert problem.text == ramq.SOCIAL_INSURANCE


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.booleans())
def test_every_real_birthday_makes_an_accepted_number(born, woman):
    month = born.month + (50 if woman else 0)
    assert problems_with(f"ABCD{born:%y}{month:02}{born:%d}15") == []


@given(st.text())
def test_whatever_is_typed_gives_at_most_one_problem_in_both_languages(typed):
    found = problems_with(typed)
    assert len(found) <= 1
    assert all(problem.text.fr and problem.text.en for problem in found)
