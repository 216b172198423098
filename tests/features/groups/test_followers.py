"""Whoever said that it happened to them too hears what becomes of it; complaints that go, leave."""

from __future__ import annotations

from functools import partial

from portal.domain.actor import PORTAL
from portal.domain.role import Role
from portal.domain.text import Text
from portal.features.conflicts_of_interest import actions as declaring
from portal.features.groups import actions, actions_followers
from portal.features.groups.actions_sending import answer_groups
from portal.runtime import Runtime
from tests.complaints.cases import act, complaint, history_holds, last, member
from tests.features.groups.grouped import (
    ODILE,
    Team,
    draft,
    gathered,
    group_letters,
    numbers,
    opened,
    send,
    stored,
    token_of,
)
from tests.features.organisation_changes.successions import merge
from tests.features.recommendations import recommended
from tests.features.transfers.transferred import transferred
from tests.support import on_both


def followed(runtime: Runtime, people: Team, *complaints: str) -> int:
    """Open a group that the public sees, and let Odile follow it by a confirmed address."""
    group = opened(runtime, people.officer, *complaints)
    show = partial(actions.publish, title=Text("Passerelle", "Footbridge"), is_read=True)
    with runtime.acting(people.head) as work:
        show(work, "parks", group)
    with runtime.acting(PORTAL) as work:
        actions_followers.count_in(work, group, "browser", "fr", ODILE)
    token = token_of(runtime)
    with runtime.acting(PORTAL) as work:
        assert actions_followers.confirm(work, token)
    return group


@on_both
def test_a_follower_is_told_once_that_the_group_was_answered(runtime: Runtime, people: Team):
    group = followed(runtime, people, *numbers(runtime, 2))
    draft(runtime, people.officer, group)
    send(runtime, people.officer, group)
    for _ in range(2):
        answer_groups(runtime, runtime.now())
    assert group_letters(runtime, "group_answered") == [ODILE]


@on_both
def test_a_follower_is_told_once_that_the_cause_is_corrected(runtime: Runtime):
    staff = recommended.team(runtime)
    first, second = numbers(runtime, 2)
    followed(runtime, Team(staff.writer, staff.head, staff.director), first, second)
    one = recommended.recommend(runtime, second, staff.writer, others=(first,))
    recommended.accept(runtime, one, staff.director)
    recommended.say_done(runtime, one, staff.director)
    recommended.verify(runtime, one, staff.head)
    assert group_letters(runtime, "group_corrected") == [ODILE]


def test_a_follower_is_told_by_whoever_is_kept_out_of_the_complaint_that_was_gathered(
    runtime: Runtime,
):
    staff = recommended.team(runtime)
    first, second = numbers(runtime, 2)
    followed(runtime, Team(staff.writer, staff.head, staff.director), second)
    one = recommended.recommend(runtime, first, staff.writer, others=(second,))
    recommended.accept(runtime, one, staff.director)
    recommended.say_done(runtime, one, staff.director)
    act(runtime, second, declaring.declare, PORTAL, user_id=staff.head.user_id)
    recommended.verify(runtime, one, staff.head)
    assert group_letters(runtime, "group_corrected") == [ODILE]


def test_who_does_not_want_it_any_more_is_told_nothing(runtime: Runtime, people: Team):
    group = followed(runtime, people, *numbers(runtime, 2))
    with runtime.acting(PORTAL) as work:
        assert actions_followers.stop_telling(
            work, 1, actions_followers.stop_key(runtime.keyring, 1)
        )
    draft(runtime, people.officer, group)
    send(runtime, people.officer, group)
    answer_groups(runtime, runtime.now())
    assert group_letters(runtime, "group_answered") == []


@on_both
def test_a_complaint_that_another_agency_gets_leaves_its_group(runtime: Runtime, people: Team):
    first, second = numbers(runtime, 2)
    group = opened(runtime, people.officer, first, second)
    member(runtime, Role.OFFICER, "water")
    transferred(runtime, second)
    assert complaint(runtime, second).agency == "water"
    assert gathered(runtime, group) == [first]
    assert last(runtime, second, "ungrouped").facts == {"group": group, "handed_on": True}
    assert history_holds(runtime)


@on_both
def test_the_group_of_an_agency_that_is_replaced_goes_along(runtime: Runtime, people: Team):
    first, second = numbers(runtime, 2)
    group = opened(runtime, people.officer, first, second)
    merge(runtime)
    assert stored(runtime, group).agency == complaint(runtime, first).agency == "water"
    assert gathered(runtime, group) == [first, second]
