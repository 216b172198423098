"""Who takes over, whatever changes are planned in whatever order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from portal.domain.succession import Destination, Succession, heir, leads_to, level_after

BEGIN = datetime(2026, 11, 24, tzinfo=UTC)
CODES = ["a", "b", "c", "d", "e"]


@st.composite
def successions(draw: st.DrawFn) -> dict[str, Succession]:
    """Plan successions as the portal lets them be planned: never in a circle."""
    planned: dict[str, Succession] = {}
    for code in draw(st.permutations(CODES)):
        others = [one for one in CODES if not leads_to(planned, one, code)]
        if others and draw(st.booleans()):
            to = st.builds(Destination, st.sampled_from(others), st.sampled_from("xyz"))
            day = BEGIN + timedelta(days=draw(st.integers(0, 9)))
            categories = draw(st.dictionaries(st.sampled_from("xyz"), to))
            planned[code] = Succession(code, day, categories, draw(to))
    return planned


@given(successions(), st.sampled_from(CODES), st.sampled_from("xyz"), st.integers(-1, 10))
def test_the_heir_takes_complaints_and_is_its_own_heir(
    planned: dict[str, Succession], code: str, category: str, days: int
):
    now = BEGIN + timedelta(days=days)
    found = heir(planned, Destination(code, category), now)
    assert found.agency not in planned or now < planned[found.agency].effective_at
    assert heir(planned, found, now) == found
    assert leads_to(planned, code, found.agency)


@given(successions(), st.sampled_from(CODES), st.sampled_from("xyz"))
def test_nobody_is_replaced_before_the_first_day(
    planned: dict[str, Succession], code: str, category: str
):
    place = Destination(code, category)
    assert heir(planned, place, BEGIN - timedelta(seconds=1)) == place


@given(successions())
def test_a_succession_is_read_back_as_it_was_kept(planned: dict[str, Succession]):
    for one in planned.values():
        assert Succession.from_facts(one.agency, one.effective_at, one.as_facts()) == one


@given(st.integers(1, 6), st.integers(1, 6), st.integers(1, 6))
def test_a_complaint_keeps_its_level_or_stays_at_the_top(level: int, top: int, new_top: int):
    level = min(level, top)
    after = level_after(level, top, new_top)
    assert 1 <= after <= new_top
    assert after >= min(level, new_top)
    if level == top > 1:
        assert after == new_top
    if after < level:
        assert after == new_top
