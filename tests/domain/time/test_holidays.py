from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import holidays as holiday_tables
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.text import Text
from portal.domain.time.holidays import (
    JURISDICTIONS,
    DayOff,
    Weekend,
    closed_days,
    easter,
    is_weekend,
    settle,
)

YEARS = range(2020, 2061)
GOVERNMENT = {
    2026: "01-01 01-02 04-03 04-06 05-18 06-24 07-01 09-07 10-12 12-24 12-25 12-28 12-31",
    2027: "01-01 01-04 03-26 03-29 05-24 06-24 07-01 09-06 10-11 12-24 12-27 12-28 12-31",
    2028: "01-03 01-04 04-14 04-17 05-22 06-26 07-03 09-04 10-09 12-22 12-25 12-26 12-29",
    2029: "01-01 01-02 03-30 04-02 05-21 06-25 07-02 09-03 10-08 12-24 12-25 12-26 12-31",
}


def days(jurisdiction: str, year: int) -> str:
    return " ".join(f"{day:%m-%d}" for day in closed_days(jurisdiction, year))


@pytest.mark.parametrize("year", GOVERNMENT)
def test_the_government_of_quebec_closes_on_the_days_of_its_regulation(year: int) -> None:
    assert days("CA-QC-GOV", year) == GOVERNMENT[year]


@pytest.mark.parametrize("year", YEARS)
def test_the_government_of_quebec_takes_its_thirteen_holidays_on_weekdays(year: int) -> None:
    taken = closed_days("CA-QC-GOV", year)
    assert len(taken) == 13
    assert not any(is_weekend(day) for day in taken)


@pytest.mark.parametrize(
    ("year", "fridays"), [(2011, ("12-23", "12-30")), (2023, ("12-22", "12-29"))]
)
def test_the_eves_of_christmas_and_new_year_leave_a_weekend_for_the_friday_before(
    year: int, fridays: tuple[str, str]
) -> None:
    assert set(fridays) <= set(days("CA-QC-GOV", year).split())


def test_a_first_of_january_on_a_sunday_moves_past_the_second() -> None:
    assert days("CA-QC-GOV", 2023).startswith("01-02 01-03 ")


def test_a_moved_holiday_says_so() -> None:
    name = closed_days("CA-QC-GOV", 2027)[date(2027, 12, 27)]
    assert name == Text("Noël (congé déplacé)", "Christmas Day (day in lieu)")


def test_the_law_of_quebec_knows_eight_holidays() -> None:
    assert days("CA-QC", 2026) == "01-01 04-03 05-18 06-24 07-01 09-07 10-12 12-25"


def test_the_law_of_quebec_moves_two_holidays_from_a_sunday() -> None:
    assert {date(2029, 6, 25), date(2029, 7, 2)} <= closed_days("CA-QC", 2029).keys()


def test_the_law_of_quebec_moves_no_holiday_from_a_saturday() -> None:
    taken = closed_days("CA-QC", 2028)
    assert {date(2028, 6, 24), date(2028, 7, 1)} <= taken.keys()
    assert not {date(2028, 6, 26), date(2028, 7, 3)} & taken.keys()


@pytest.mark.parametrize(("year", "monday"), [(2027, date(2027, 12, 27)), (2028, date(2028, 1, 3))])
def test_the_law_of_quebec_moves_neither_christmas_nor_new_year(year: int, monday: date) -> None:
    assert monday not in closed_days("CA-QC", year)


@pytest.mark.parametrize("year", YEARS)
def test_federal_days_are_no_holidays_in_quebec(year: int) -> None:
    federal = {date(year, 9, 30), date(year, 11, 11)}
    assert not federal & closed_days("CA-QC", year).keys()
    assert not federal & closed_days("CA-QC-GOV", year).keys()


@pytest.mark.parametrize("year", YEARS)
def test_the_patriots_are_on_the_monday_before_25_may(year: int) -> None:
    (day,) = (day for day, name in closed_days("CA-QC", year).items() if "patriotes" in name.fr)
    assert day.weekday() == 0
    assert date(year, 5, 18) <= day <= date(year, 5, 24)


@pytest.mark.parametrize(
    ("day", "english"),
    [
        (date(2026, 12, 28), "Boxing Day (day in lieu)"),
        (date(2027, 12, 27), "Christmas Day (day in lieu)"),
        (date(2027, 12, 28), "Boxing Day (day in lieu)"),
        (date(2022, 6, 3), "Platinum Jubilee of Elizabeth II"),
        (date(2022, 9, 19), "State Funeral of Queen Elizabeth II"),
        (date(2023, 5, 8), "Coronation of Charles III"),
        (date(2026, 8, 31), "Summer bank holiday"),
    ],
)
def test_england_and_wales_have_substitute_days_and_royal_days(day: date, english: str) -> None:
    assert closed_days("GB-EAW", day.year)[day].en == english


@pytest.mark.parametrize("day", [date(2026, 3, 17), date(2026, 8, 3), date(2026, 11, 30)])
def test_the_holidays_of_scotland_and_northern_ireland_are_not_those_of_england(day: date) -> None:
    assert day not in closed_days("GB-EAW", 2026)


def test_washington_has_the_friday_after_thanksgiving_and_no_columbus_day() -> None:
    taken = closed_days("US-WA", 2026)
    assert date(2026, 11, 27) in taken
    assert date(2026, 10, 12) not in taken


@pytest.mark.parametrize("day", [date(2026, 7, 3), date(2027, 7, 5), date(2027, 12, 31)])
def test_washington_moves_saturdays_to_friday_and_sundays_to_monday(day: date) -> None:
    assert closed_days("US-WA", day.year)[day].en.endswith("(day in lieu)")


@pytest.mark.parametrize("jurisdiction", JURISDICTIONS)
def test_every_holiday_is_named_in_both_languages(jurisdiction: str) -> None:
    names = {name for year in YEARS for name in closed_days(jurisdiction, year).values()}
    assert not [name for name in names if not name.en or "'" in name.fr + name.en]


@pytest.mark.parametrize("jurisdiction", JURISDICTIONS)
def test_holidays_stay_in_their_year_and_in_order(jurisdiction: str) -> None:
    for year in YEARS:
        taken = list(closed_days(jurisdiction, year))
        assert taken == sorted(taken)
        assert {day.year for day in taken} == {year}


def test_an_unknown_jurisdiction_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match='"CA-XX" is not a known jurisdiction: CA-QC, CA-QC-GOV'):
        closed_days("CA-XX", 2026)


def test_easter_agrees_with_the_published_tables() -> None:
    table = holiday_tables.country_holidays("GB", subdiv="ENG", years=range(1980, 2100))
    mondays = {day for day in table if "Easter Monday" in table[day]}
    assert mondays == {easter(year) + timedelta(days=1) for year in range(1980, 2100)}


days_off = st.lists(
    st.builds(
        DayOff,
        st.dates(date(2026, 12, 1), date(2027, 1, 31)),
        st.just(Text("Congé", "Day off")),
        st.sampled_from(Weekend),
    ),
    max_size=12,
    unique_by=lambda off: off.day,
)
closed_sets = st.frozensets(st.dates(date(2026, 12, 1), date(2027, 1, 31)), max_size=8)


@given(days_off, closed_sets)
def test_every_day_off_is_taken_once(offs: list[DayOff], closed: frozenset[date]) -> None:
    assert len(settle(offs, closed)) == len(offs)


@given(days_off, closed_sets)
def test_a_moved_day_off_is_taken_on_a_day_that_was_open(
    offs: list[DayOff], closed: frozenset[date]
) -> None:
    taken = settle(offs, closed)
    for day in taken.keys() - {off.day for off in offs}:
        assert not is_weekend(day)
        assert day not in closed
        assert taken[day].en == "Day off (day in lieu)"


@given(days_off, closed_sets)
def test_no_more_than_the_days_that_stay_are_left_on_a_weekend(
    offs: list[DayOff], closed: frozenset[date]
) -> None:
    left = Counter(day for day in settle(offs, closed) if is_weekend(day))
    staying = Counter(
        off.day for off in offs if is_weekend(off.day) and off.weekend is Weekend.STAY
    )
    assert left == staying


@given(days_off, closed_sets)
def test_the_order_in_which_days_off_are_given_does_not_matter(
    offs: list[DayOff], closed: frozenset[date]
) -> None:
    assert settle(reversed(offs), closed) == settle(offs, closed)
