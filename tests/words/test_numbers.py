import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.words.typography import Number, number_words, percent_words, size_words


@pytest.mark.parametrize(
    ("value", "decimals", "french", "english"),
    [
        (0, 0, "0", "0"),
        (4318, 0, "4~318", "4,318"),
        (1234567.5, 1, "1~234~567,5", "1,234,567.5"),
        (Decimal("2.5"), 0, "3", "3"),
        (2.675, 2, "2,68", "2.68"),
        (-4, 0, "−4", "−4"),
        (-0.2, 0, "0", "0"),
    ],
)
def test_a_number_is_written_as_its_language_does(
    value: Number, decimals: int, french: str, english: str
):
    assert number_words(value, "fr", decimals) == french.replace("~", "\N{NO-BREAK SPACE}")
    assert number_words(value, "en", decimals) == english


@given(st.integers(-(10**300), 10**300))
def test_a_whole_number_can_be_read_back(value: int):
    for language in ("fr", "en"):
        digits = re.sub(r"[^\d−]", "", number_words(value, language))
        assert int(digits.replace("−", "-")) == value


def test_a_share_is_written_as_a_percentage():
    assert percent_words(0.876, "fr") == "88\N{NO-BREAK SPACE}%"
    assert percent_words(Decimal("0.8755"), "en", 1) == "87.6%"


@pytest.mark.parametrize(
    ("size", "french", "english"),
    [
        (0, "0~o", "0~B"),
        (999, "999~o", "999~B"),
        (340_000, "340~Ko", "340~KB"),
        (1_234_567, "1,2~Mo", "1.2~MB"),
        (15_000_000, "15~Mo", "15~MB"),
        (2_000_000_000, "2~Go", "2~GB"),
    ],
)
def test_the_size_of_a_file_is_short(size: int, french: str, english: str):
    assert size_words(size, "fr") == french.replace("~", "\N{NO-BREAK SPACE}")
    assert size_words(size, "en") == english.replace("~", "\N{NO-BREAK SPACE}")
