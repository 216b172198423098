"""Somebody is kept out of a complaint: what is asked of them is asked of somebody else."""

from __future__ import annotations

import pytest

from portal.domain.actor import PORTAL
from portal.domain.role import Role
from portal.features.conflicts_of_interest import actions as declaring
from portal.features.information_requests.rules import Asked, Ending
from portal.runtime import Runtime
from tests.complaints.cases import act, letters
from tests.features.conflicts_of_interest.named_staff import somebody
from tests.features.information_requests.asking_inside import ask, requests
from tests.support import file, on_both


@on_both
@pytest.mark.parametrize("by_post", [False, True])
def test_a_request_comes_back_to_whoever_asked(runtime: Runtime, by_post: bool):
    dora = somebody(runtime, "Dora Dion", Role.MANAGER, "director")
    number = file(runtime).number
    asked = Asked(post="director") if by_post else Asked(user_id=dora.user_id)
    anne = somebody(runtime, "Anne Roy")
    ask(runtime, number, asked, by=anne)
    act(runtime, number, declaring.declare, PORTAL, user_id=dora.user_id)
    [request] = requests(runtime, number)
    assert (request.is_open, request.ending) == (False, Ending.KEPT_OUT.value)
    assert ("request_back", "anne.roy@exemple.org") in letters(runtime, number)
    assert "dora.dion@exemple.org" not in {
        whom for kind, whom in letters(runtime, number) if kind == "request_ended"
    }


def test_a_request_that_somebody_else_answers_too_stays(runtime: Runtime):
    dora = somebody(runtime, "Dora Dion", Role.MANAGER, "director")
    somebody(runtime, "Max Morin", Role.MANAGER, "director")
    number = file(runtime).number
    ask(runtime, number, Asked(post="director"))
    act(runtime, number, declaring.declare, PORTAL, user_id=dora.user_id)
    [request] = requests(runtime, number)
    assert request.is_open
