"""Complaint numbers and access codes, as the portal writes them and as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.number import (
    CODE_ALPHABET,
    complaint_number,
    new_access_code,
    numbers_ending,
    read_code,
    read_number,
    written_code,
)

years, ranks = st.integers(2000, 2099), st.integers(1, 5_000_000)
gaps = st.text(" .-–—_\u00a0", max_size=2)


@given(years, ranks)
def test_a_number_is_read_as_it_was_written(year: int, rank: int):
    number = complaint_number(year, rank)
    assert read_number(number) == number


@given(years, ranks, st.data())
def test_spaces_dots_and_dashes_do_not_matter_in_a_number(
    year: int, rank: int, data: st.DataObject
):
    number = complaint_number(year, rank)
    typed = "".join(digit + data.draw(gaps) for digit in number.replace("-", ""))
    assert read_number(typed) == number


def test_numbers_have_six_digits_or_more_and_sort_by_rank():
    assert complaint_number(2026, 4182) == "2026-004182"
    assert complaint_number(2026, 1_234_567) == "2026-1234567"


@pytest.mark.parametrize("typed", ["", "2026", "2026-12345", "1999-004182", "2026-00418a", "٢٠٢٦"])
def test_what_is_no_number_is_none(typed: str):
    assert read_number(typed) is None


@given(years, st.integers(1, 999_999), st.integers(0, 9), st.booleans())
def test_the_end_of_a_number_leads_to_it_with_its_zeros_or_without(
    year: int, rank: int, ago: int, whole: bool
):
    typed = f"{rank:06d}" if whole else f"{rank:03d}"
    found = numbers_ending(typed, year)
    assert found[ago] == complaint_number(year - ago, rank)
    assert len(found) == 10


@pytest.mark.parametrize("typed", ["", "12", "2026-001339", "sentier 1339", "12345678", "٣٣٩٠"])
def test_what_is_no_end_of_a_number_leads_to_none(typed: str):
    assert numbers_ending(typed, 2026) == []


def test_codes_have_no_letters_that_look_alike():
    codes = [new_access_code() for _ in range(500)]
    assert {len(code) for code in codes} == {8}
    assert set("".join(codes)) <= set(CODE_ALPHABET)
    assert not set("0O1IL") & set(CODE_ALPHABET)
    assert len(set(codes)) == len(codes)


@given(st.text(CODE_ALPHABET, min_size=8, max_size=8), st.booleans(), gaps, gaps)
def test_a_code_is_read_whatever_its_case_spaces_and_dashes(
    code: str, small: bool, before: str, after: str
):
    typed = before + written_code(code) + after
    assert read_code(typed.lower() if small else typed) == code


def test_a_code_is_shown_in_two_groups():
    assert written_code("ABCD2345") == "ABCD-2345"
