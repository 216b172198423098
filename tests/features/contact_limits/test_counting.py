"""What became of limits on contact, counted: each ends once, by one way."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from portal.features.contact_limits.figures import Limited
from portal.features.contact_limits.rules import LimitLife, LimitState

START = datetime(2026, 10, 1, tzinfo=UTC)
MIDDLE = START + timedelta(days=45)


@st.composite
def lives(draw: st.DrawFn) -> LimitLife:
    state = draw(st.sampled_from([LimitState.IN_FORCE, LimitState.OVER, LimitState.LIFTED]))
    decided, asked, ended = sorted(
        START + timedelta(days=draw(st.integers(0, 90))) for _ in range(3)
    )
    ended_at = None if state is LimitState.IN_FORCE else ended
    is_asked = draw(st.booleans())
    reviewed = ended_at if is_asked and draw(st.booleans()) else None
    return LimitLife(state, decided, ended_at, asked if is_asked else None, reviewed)


def in_first_half(moment: datetime) -> bool:
    return moment < MIDDLE


def in_second_half(moment: datetime) -> bool:
    return not in_first_half(moment)


def ever(_moment: datetime) -> bool:
    return True


@given(st.lists(lives(), max_size=8))
def test_every_limit_is_in_force_or_ended_once_by_one_way(every: list[LimitLife]):
    found = Limited.of(every, ever)
    ended = found.over + found.lifted + found.lifted_on_review
    assert found.decided == len(every) == found.in_force + ended
    assert found.reviews <= len(every)


@given(st.lists(lives(), max_size=8))
def test_two_periods_have_what_both_together_have(every: list[LimitLife]):
    whole = Limited.of(every, ever)
    first, second = (Limited.of(every, half) for half in (in_first_half, in_second_half))
    # Those of today are the same in whatever period.
    assert first.in_force == second.in_force == whole.in_force
    for counted in ("decided", "over", "lifted", "reviews", "lifted_on_review"):
        assert getattr(first, counted) + getattr(second, counted) == getattr(whole, counted)


def test_a_review_that_did_not_end_it_is_no_end():
    later = MIDDLE + timedelta(days=1)
    kept = LimitLife(LimitState.LIFTED, START, later, START, MIDDLE)
    assert (Limited.of([kept], ever).lifted, Limited.of([kept], ever).lifted_on_review) == (1, 0)
    ended = LimitLife(LimitState.LIFTED, START, MIDDLE, START, MIDDLE)
    assert Limited.of([ended], ever).lifted_on_review == 1
