"""The demonstration shows a group in each state, as the portal itself would make it."""

from __future__ import annotations

from portal.demo.groups import group_some
from portal.demo.people import add_staff
from portal.features.groups.queries_in_part import published_groups
from portal.runtime import Runtime
from tests.complaints.cases import history_holds
from tests.features.groups.grouped import gathered, groups


def test_an_agency_has_a_group_in_each_state_that_waits_for_somebody(runtime: Runtime):
    add_staff(runtime)
    assert group_some(runtime) == 3
    states = {one.state: one.id for one in groups(runtime)}
    assert set(states) == {"proposed", "open", "answered"}
    assert len(gathered(runtime, states["proposed"], proposed=True)) == 5
    agency = groups(runtime)[0].agency
    (shown,) = runtime.glance(published_groups, [agency])
    assert shown.count == 6
    assert group_some(runtime) == 0
    assert history_holds(runtime)
