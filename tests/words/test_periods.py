from datetime import date

import pytest

from portal.domain.time.periods import Period
from portal.words.dates import period_words, short_month_words, short_period_words


@pytest.mark.parametrize(
    ("period", "language", "words"),
    [
        (Period(2026, 2), "fr", "2e trimestre 2026 (avril à juin)"),
        (Period(2026, 1), "fr", "1er trimestre 2026 (janvier à mars)"),
        (Period(2026, 2), "en", "2nd quarter of 2026 (April to June)"),
        (Period(2026), "fr", "Année 2026"),
        (Period(2026), "en", "Year 2026"),
    ],
)
def test_a_period_is_named_with_its_months(period: Period, language: str, words: str):
    assert period_words(period, language) == words


def test_a_period_has_a_short_name():
    assert short_period_words(Period(2026, 2), "fr") == "2e trim. 2026"
    assert short_period_words(Period(2026, 2), "en") == "2nd quarter 2026"
    assert short_period_words(Period(2026), "en") == "2026"


def test_a_month_has_a_short_name_for_an_axis():
    assert short_month_words(date(2026, 7, 1), "fr") == "juill."
    assert short_month_words(date(2026, 2, 1), "en") == "Feb."
