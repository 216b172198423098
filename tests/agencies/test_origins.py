"""Where what is told of a body outside the portal comes from: compared, or to be verified."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.agencies.origins import Origin, origin_of, sites_of
from portal.agencies.settings.elsewhere import Elsewhere
from portal.agencies.settings.sources import first_day

TODAY = date(2026, 11, 28)
COMPARED = date(2026, 11, 24)


def body(**told: object) -> Elsewhere:
    words = {"fr": "a", "en": "b"}
    every = {
        "code": "a",
        "words": [],
        "body": words,
        "text": words,
        "verified_on": COMPARED,
        "source": "a.example/plaintes",
        "source_of": "own",
        "source_from": "2026-11",
        **told,
    }
    return Elsewhere.model_validate(
        {key: value for key, value in every.items() if value is not None}
    )


def test_a_recent_page_of_its_own_is_told_as_compared_on_a_day():
    assert origin_of(body(), TODAY) == Origin(("a.example",), compared_on=COMPARED)


@pytest.mark.parametrize(
    ("told", "year"),
    [
        ({"source_of": "another"}, 2026),
        ({"source_from": "2014"}, 2014),
        ({"source_from": "2024-11-27"}, 2024),
        ({"source_from": "2024"}, 2024),
        ({"source_from": "unknown"}, None),
        ({"source_from": None, "source_of": None}, None),
        ({"source_of": None}, 2026),
    ],
)
def test_what_is_another_s_or_old_or_undated_is_not_told_as_compared(
    told: dict[str, object], year: int | None
):
    assert origin_of(body(**told), TODAY) == Origin(("a.example",), year=year)


@pytest.mark.parametrize("missing", ["source", "verified_on"])
def test_what_nobody_compared_comes_from_nowhere(missing: str):
    assert origin_of(body(**{missing: None}), TODAY) is None


@given(days=st.integers(0, 3000))
def test_a_copy_is_recent_for_two_years_to_the_day(days: int):
    copied = TODAY - timedelta(days)
    origin = origin_of(body(source_from=copied.isoformat(), verified_on=copied), TODAY)
    assert origin is not None
    assert (origin.compared_on is not None) is (copied >= date(2024, 11, 28))


@given(day=st.dates(date(1990, 1, 1), date(2090, 1, 1)), length=st.sampled_from([4, 7, 10]))
def test_a_date_that_is_known_in_part_counts_as_its_first_day(day: date, length: int):
    first = first_day(day.isoformat()[:length])
    assert first is not None
    assert first <= day
    assert first.isoformat()[:length] == day.isoformat()[:length]


@pytest.mark.parametrize(
    ("source", "sites"),
    [
        ("a.example", ("a.example",)),
        ("a.example/page.html?id=b.example, et c.example/x", ("a.example", "c.example")),
        ("sub-1.a.example/x (copie de b.example)", ("sub-1.a.example", "b.example")),
        ("Régie, 2015, et a.example/en/page.html", ("a.example",)),
        ("a.example, et a.example/autre", ("a.example",)),
        ("Un rapport annuel", ("Un rapport annuel",)),
    ],
)
def test_readers_are_told_the_sites_of_a_source(source: str, sites: tuple[str, ...]):
    assert sites_of(source) == sites
