from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.time.promise import Allowance, Unit
from portal.words import dates

QUEBEC = ZoneInfo("America/Toronto")
NB = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("day", "french", "english"),
    [
        (
            date(2026, 11, 24),
            "24\xa0novembre\xa02026",
            "24\xa0November\xa02026",
        ),
        (
            date(2026, 3, 1),
            "1er\xa0mars\xa02026",
            "1\xa0March\xa02026",
        ),
        (
            date(2027, 8, 11),
            "11\xa0août\xa02027",
            "11\xa0August\xa02027",
        ),
    ],
)
def test_a_day_is_written_in_full(day: date, french: str, english: str):
    assert dates.day_words(day, "fr") == french
    assert dates.day_words(day, "en") == english


def test_a_day_or_a_month_can_be_written_short():
    assert dates.short_day_words(date(2026, 11, 1), "fr") == "1er\xa0novembre"
    assert dates.month_words(date(2026, 11, 1), "fr") == "novembre 2026"
    assert dates.month_words(date(2026, 11, 1), "en") == "November 2026"


@given(st.dates())
def test_no_two_days_are_written_alike(day: date):
    if day < date.max:
        next_day = day + timedelta(days=1)
        assert dates.day_words(day, "fr") != dates.day_words(next_day, "fr")


@pytest.mark.parametrize(
    ("hour", "minute", "french", "english"),
    [
        (14, 20, f"14{NB}h{NB}20", "2:20 p.m."),
        (9, 5, f"9{NB}h{NB}05", "9:05 a.m."),
        (14, 0, f"14{NB}h", "2:00 p.m."),
        (0, 30, f"0{NB}h{NB}30", "12:30 a.m."),
        (12, 0, f"12{NB}h", "12:00 p.m."),
    ],
)
def test_an_hour_is_written_as_clocks_are_read(hour: int, minute: int, french: str, english: str):
    moment = datetime(2026, 11, 24, hour, minute, tzinfo=QUEBEC)
    assert dates.time_words(moment, QUEBEC, "fr") == french
    assert dates.time_words(moment, QUEBEC, "en") == english


def test_a_moment_is_told_on_the_clocks_of_its_zone():
    moment = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
    assert dates.moment_words(moment, QUEBEC, "fr") == f"24\xa0novembre\xa02026 à 21{NB}h"
    assert (
        dates.moment_words(moment, ZoneInfo("UTC"), "en") == "25\xa0November\xa02026 at 2:00 a.m."
    )


@pytest.mark.parametrize(
    ("days_ago", "french"),
    [
        (0, f"Aujourd’hui à 9{NB}h{NB}14"),
        (1, f"Hier à 9{NB}h{NB}14"),
        (2, f"22\xa0novembre\xa02026 à 9{NB}h{NB}14"),
    ],
)
def test_a_moment_near_now_is_told_by_its_nearness(days_ago: int, french: str):
    now = datetime(2026, 11, 24, 23, 30, tzinfo=QUEBEC)
    moment = datetime(2026, 11, 24 - days_ago, 9, 14, tzinfo=QUEBEC)
    assert dates.near_moments(now, QUEBEC, "fr")(moment) == french


@pytest.mark.parametrize(
    ("length", "french", "english"),
    [
        ("1 working day", "1 jour ouvrable", "1 working day"),
        ("20 working days", "20 jours ouvrables", "20 working days"),
        ("45 calendar days", "45 jours civils", "45 calendar days"),
        ("48 hours", "48 heures", "48 hours"),
        ("3 months", "3 mois", "3 months"),
        ("1 month", "1 mois", "1 month"),
        ("2 years", "2 ans", "2 years"),
    ],
)
def test_a_length_of_time_is_worded(length: str, french: str, english: str):
    assert dates.allowance_words(Allowance.parse(length), "fr") == french
    assert dates.allowance_words(Allowance.parse(length), "en") == english


@pytest.mark.parametrize("unit", Unit)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_unit_has_words_for_one_and_for_many(unit: Unit, language: str):
    assert dates.allowance_words(Allowance(1, unit), language).startswith("1 ")
    assert dates.allowance_words(Allowance(2, unit), language).startswith("2 ")


def test_a_promise_is_a_date_with_its_allowance():
    last_day, within = date(2026, 12, 22), Allowance.parse("20 working days")
    assert (
        dates.promise_words(last_day, within, "fr")
        == "Au plus tard le 22\xa0décembre\xa02026 (20 jours ouvrables)"
    )
    assert (
        dates.promise_words(last_day, within, "en")
        == "No later than 22\xa0December\xa02026 (20 working days)"
    )
    assert dates.promise_words(last_day, None, "fr") == "Au plus tard le 22\xa0décembre\xa02026"


@pytest.mark.parametrize(
    ("days", "sentence", "tag"),
    [
        (14, "Il reste 14 jours ouvrables.", "14 jours"),
        (1, "Il reste 1 jour ouvrable.", "1 jour"),
        (0, "C’est le dernier jour.", "Aujourd’hui"),
        (-1, "Le délai est dépassé de 1 jour ouvrable.", "1 jour ouvrable de retard"),
        (-2, "Le délai est dépassé de 2 jours ouvrables.", "2 jours ouvrables de retard"),
    ],
)
def test_what_is_left_is_a_sentence_and_a_tag(days: int, sentence: str, tag: str):
    assert dates.days_left_words(days, Unit.WORKING_DAYS, "fr") == sentence
    assert dates.deadline_words(days, "fr") == tag


@pytest.mark.parametrize(
    ("days", "french", "english"),
    [
        (6, "6 jours civils", "6 calendar days"),
        (0, "Aujourd’hui", "Today"),
        (-1, "1 jour civil de retard", "1 calendar day late"),
    ],
)
def test_days_that_are_not_working_days_are_named_in_a_tag(days: int, french: str, english: str):
    assert dates.deadline_words(days, "fr", Unit.CALENDAR_DAYS) == french
    assert dates.deadline_words(days, "en", Unit.CALENDAR_DAYS) == english
