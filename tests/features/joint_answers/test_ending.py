"""What else becomes of a part: nothing of it stays behind when its complaint is over."""

from __future__ import annotations

from functools import partial

import pytest

from portal.complaints.handling.following import withdraw
from portal.domain.actor import PORTAL, complainant
from portal.domain.errors import TransitionNotAllowedError
from portal.domain.role import Role
from portal.features.conflicts_of_interest import actions as declaring
from portal.features.groups import actions_gathering
from portal.features.groups.actions import Described
from portal.features.settling.actions import may_settle
from portal.features.urgency import actions as urgency
from portal.runtime import Runtime
from tests.complaints.cases import act, complaint
from tests.complaints.held_messages.people import confirmed, held
from tests.features.conflicts_of_interest.named_staff import concerned, somebody
from tests.features.joint_answers.asked_parts import begun
from tests.support import file, officer, on_both


@on_both
def test_withdrawn_it_is_urgent_no_more_and_nothing_of_it_is_on_its_way(runtime: Runtime):
    number = file(runtime).number
    part = begun(runtime, number)
    theirs = somebody(runtime, "Anne Roy", agency="water")
    act(runtime, part, urgency.confirm, theirs, why="Plus d’eau.")
    confirmed(runtime, part, theirs)
    act(runtime, number, withdraw, complainant(complaint(runtime, number).id))
    assert complaint(runtime, part).urgent_since is None
    assert [one.waiting for one in held(runtime, part)] == ["author"]


def test_it_is_neither_gathered_with_complaints_nor_settled(runtime: Runtime):
    part = begun(runtime, file(runtime).number)
    described = Described("Conduite", "La conduite fuit.", None)
    with pytest.raises(TransitionNotAllowedError):
        act(runtime, part, actions_gathering.open_group, officer("water"), described=described)
    assert not may_settle(complaint(runtime, part))


@on_both
def test_whoever_is_kept_out_of_the_whole_is_kept_out_of_its_parts_and_back(runtime: Runtime):
    auditor = somebody(runtime, "Luc Côté", Role.AUDITOR, None, None)
    number = file(runtime).number
    part = begun(runtime, number)
    runtime.change(PORTAL, part, partial(declaring.declare, user_id=auditor.user_id))
    for one in (number, part):
        assert concerned(runtime, one) == {auditor.user_id}
