"""The demonstration has recommendations in every state, and some that are late."""

from __future__ import annotations

from sqlalchemy import select

from portal.demo.complaints import make_complaints
from portal.demo.people import add_staff
from portal.demo.recommendations import recommend_some
from portal.domain.actor import PORTAL
from portal.features.recommendations.records import RecommendationRecord
from portal.features.recommendations.rules import State
from portal.runtime import Runtime
from tests.complaints.cases import history_holds


def test_every_state_can_be_seen_and_a_second_fill_adds_nothing(runtime: Runtime):
    add_staff(runtime)
    make_complaints(runtime, 120, 2001)
    assert recommend_some(runtime, first=0) > len(State)
    with runtime.reading(PORTAL) as session:
        states = set(session.scalars(select(RecommendationRecord.state)))
    assert states == set(State)
    assert recommend_some(runtime, first=0) == 0
    assert history_holds(runtime)
