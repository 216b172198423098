"""The portal proposes a group when enough similar complaints came, once, and tells who decides."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal.complaints.letters.outbox import send_due
from portal.domain.errors import IncompleteError
from portal.domain.role import Role
from portal.features.groups import actions_gathering
from portal.features.groups.actions import Described
from portal.features.groups.actions_gathering import Looked, look_for_groups
from portal.features.groups.rules import State
from portal.runtime import Runtime
from tests.complaints.cases import act, kinds, member, ruled_by
from tests.features.groups.grouped import (
    NAME,
    OTHER_STORY,
    STORIES,
    Team,
    do,
    gathered,
    group_letters,
    groups,
    numbers,
    opened,
    steps,
)
from tests.support import FixedClock, RecordingMailer, file, on_both

DECIDING = ["head.nothing.parks@exemple.org"]


def look(runtime: Runtime) -> Looked:
    """Let the worker look until nothing is left."""
    looked = look_for_groups(runtime, runtime.now())
    while looked.more:
        looked = look_for_groups(runtime, runtime.now())
    return looked


@on_both
def test_the_fifth_similar_complaint_makes_a_proposal_that_who_decides_hears_of(
    runtime: Runtime, people: Team, mailbox: RecordingMailer
):
    four = numbers(runtime, 4)
    file(runtime, story=OTHER_STORY)
    look(runtime)
    assert groups(runtime) == []
    fifth = file(runtime, story=STORIES[4]).number
    look(runtime)
    (group,) = groups(runtime)
    assert group.state == State.PROPOSED
    assert gathered(runtime, group.id, proposed=True) == [*four, fifth]
    assert group_letters(runtime, "group_proposed") == DECIDING
    assert steps(runtime, group.id)[0].facts == {"complaints": 5, "of": 5, "days": 30}
    # A proposal is nothing that happened to a complaint.
    assert "grouped" not in kinds(runtime, fifth)
    send_due(runtime, runtime.now())
    assert any("Groupe" in str(one["Subject"]) for one in mailbox.sent)


@on_both
def test_a_group_is_proposed_once_however_often_and_by_whomever_it_is_looked_for(
    runtime: Runtime, people: Team, monkeypatch: pytest.MonkeyPatch
):
    numbers(runtime, 5)
    look_first = look_for_groups

    def between(*_: object) -> None:
        """Another worker looks after this one read and before it writes."""
        monkeypatch.undo()
        look_first(runtime, runtime.now())

    found = actions_gathering._alike

    def found_late(*args: object):
        made = found(*args)
        if made is not None:
            between()
        return made

    monkeypatch.setattr(actions_gathering, "_alike", found_late)
    look(runtime)
    look(runtime)
    assert len(groups(runtime)) == 1
    assert group_letters(runtime, "group_proposed") == DECIDING


@on_both
def test_whoever_accepts_it_gathers_its_complaints(runtime: Runtime, people: Team):
    five = numbers(runtime, 5)
    look(runtime)
    group = groups(runtime)[0].id
    described = Described(NAME, "", people.officer.user_id)
    do(runtime, people.officer, actions_gathering.accept, group, described=described)
    for one in five:
        act(runtime, one, actions_gathering.add, people.officer, group_id=group)
    assert gathered(runtime, group) == five
    assert groups(runtime)[0].state == State.OPEN


@on_both
def test_what_was_put_aside_with_a_reason_is_not_proposed_again(runtime: Runtime, people: Team):
    numbers(runtime, 5)
    look(runtime)
    group = groups(runtime)[0].id
    with pytest.raises(IncompleteError):
        do(runtime, people.head, actions_gathering.put_aside, group, reason="")
    do(runtime, people.head, actions_gathering.put_aside, group, reason="Cinq causes.")
    file(runtime, story=STORIES[5])
    look(runtime)
    assert [one.state for one in groups(runtime)] == [State.PUT_ASIDE]
    # Five others are another matter.
    numbers(runtime, 4)
    look(runtime)
    assert [one.state for one in groups(runtime)] == [State.PUT_ASIDE, State.PROPOSED]


def test_what_a_group_has_is_not_proposed(runtime: Runtime, people: Team):
    opened(runtime, people.officer, *numbers(runtime, 4))
    file(runtime, story=STORIES[4])
    look(runtime)
    assert [one.state for one in groups(runtime)] == [State.OPEN]


def test_an_agency_says_how_many_within_how_long(runtime: Runtime, people: Team, clock: FixedClock):
    ruled_by(runtime, grouping={"complaints": 3, "days": 10})
    numbers(runtime, 2)
    clock.moment += timedelta(days=11)
    file(runtime, story=STORIES[2])
    look(runtime)
    assert groups(runtime) == []
    file(runtime, story=STORIES[3])
    file(runtime, story=STORIES[4])
    look(runtime)
    assert len(groups(runtime)) == 1


def test_an_agency_may_want_no_proposals(runtime: Runtime, people: Team):
    ruled_by(runtime, grouping={"propose": False})
    numbers(runtime, 6)
    look(runtime)
    assert groups(runtime) == []


def test_without_a_head_the_officers_hear_of_it_and_nobody_who_may_not_decide(runtime: Runtime):
    for role, post in ((Role.ADMINISTRATOR, None), (Role.MANAGER, "director")):
        member(runtime, role, "parks", post)
    numbers(runtime, 5)
    look(runtime)
    assert group_letters(runtime, "group_proposed") == []
    officer = member(runtime)
    numbers(runtime, 6)
    look(runtime)
    assert group_letters(runtime, "group_proposed") == [officer.name]
