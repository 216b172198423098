"""Whoever a complaint turns out to concern signs nothing that is still on its way."""

from __future__ import annotations

from functools import partial

import pytest

from portal.complaints.handling.following import write_message
from portal.domain.actor import PORTAL, complainant
from portal.domain.handling.held_messages import Waiting
from portal.features.conflicts_of_interest import actions as declaring
from portal.runtime import Runtime
from portal.worker import let_leave
from tests.complaints.cases import complaint, kinds
from tests.complaints.held_messages.people import MINUTE, confirmed, held
from tests.features.conflicts_of_interest.named_staff import somebody
from tests.support import FixedClock, file, on_both


@on_both
@pytest.mark.parametrize("is_declared", [True, False])
def test_what_they_confirmed_comes_back(runtime: Runtime, clock: FixedClock, is_declared: bool):
    luc = somebody(runtime, "Luc Côté")
    number = file(runtime).number
    confirmed(runtime, number, luc)
    if is_declared:
        runtime.change(PORTAL, number, partial(declaring.declare, user_id=luc.user_id))
    else:
        owner = complainant(complaint(runtime, number).id)
        said = partial(write_message, body="C’est Luc Côté.", once=None)
        runtime.change(owner, number, said)
    clock.moment += MINUTE
    assert let_leave(runtime, runtime.now()) == 0
    assert "answered" not in kinds(runtime, number)
    assert [one.waiting for one in held(runtime, number)] == [Waiting.AUTHOR]
