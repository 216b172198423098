"""Groups as those find them whom one of the complaints concerns."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.complaints.records.message import OutboxRecord
from portal.domain.actor import PORTAL, Actor
from portal.domain.conclusion import Finding, Given
from portal.domain.errors import (
    AlreadyGroupedError,
    GroupMovedError,
    IncompleteError,
    UnknownGroupError,
)
from portal.domain.text import Text
from portal.features.conflicts_of_interest import actions as conflicts
from portal.features.groups import actions, actions_answering, actions_gathering
from portal.features.groups.actions import Described, who_may_lead
from portal.features.groups.actions_answering import Concluding
from portal.features.groups.actions_sending import answer_groups
from portal.features.groups.queries import group_sizes
from portal.features.groups.queries_held import ever_gathered
from portal.features.groups.queries_in_part import known_page, known_sizes, outline_by_id
from portal.features.groups.rules import State
from portal.runtime import Runtime
from tests.complaints.cases import act, member
from tests.features.groups.grouped import (
    NAME,
    Team,
    do,
    draft,
    gathered,
    groups,
    id_of,
    numbers,
    opened,
    parts,
    send,
    steps,
    stored,
)
from tests.pages.office.people import sign_in
from tests.support import file, on_both

MINE = Described("À moi", "", None)
TITLE = Text("Passerelle", "Footbridge")


def keep_out(runtime: Runtime, number: str, actor: Actor) -> None:
    runtime.change(PORTAL, number, partial(conflicts.declare, user_id=actor.user_id))


def proposed(runtime: Runtime, of_it: list[str]) -> int:
    """Let the portal propose a group of these complaints."""
    with runtime.acting(PORTAL) as work:
        ids = [id_of(runtime, number) for number in of_it]
        found = actions_gathering.complaints_after(work.session, 0, 100)
        subject = next(complaint for complaint in found if complaint.id == ids[0])
        group = actions_gathering._made(work, State.PROPOSED, subject)
        work.session.add_all(
            actions_gathering.GroupComplaintRecord(
                group_id=group.id, complaint_id=one, is_proposed=True, added_at=work.now
            )
            for one in ids
        )
    return groups(runtime)[-1].id


@on_both
@pytest.mark.parametrize(
    ("what", "told"),
    [
        (actions.note, {"body": "Rien à signaler."}),
        (actions_gathering.accept, {"described": MINE}),
        (actions_gathering.put_aside, {"reason": "Aucun lien."}),
    ],
)
def test_whoever_is_kept_out_of_all_but_one_decides_nothing_about_a_proposal(
    runtime: Runtime, people: Team, what: Any, told: dict[str, Any]
):
    of_it = numbers(runtime, 5)
    group = proposed(runtime, of_it)
    for number in of_it[1:]:
        keep_out(runtime, number, people.officer)
    with pytest.raises(UnknownGroupError):
        do(runtime, people.officer, what, group, **told)
    assert stored(runtime, group).state == State.PROPOSED
    assert gathered(runtime, group, proposed=True) == of_it


@on_both
def test_they_take_no_complaint_that_they_see_from_it(runtime: Runtime, people: Team):
    of_it = numbers(runtime, 5)
    group = proposed(runtime, of_it)
    elsewhere = file(runtime).number
    for number in of_it[1:]:
        keep_out(runtime, number, people.officer)
    with pytest.raises(AlreadyGroupedError):
        act(runtime, of_it[0], actions_gathering.open_group, people.officer, described=MINE)
    own = opened(runtime, people.officer, elsewhere)
    with pytest.raises(AlreadyGroupedError):
        act(runtime, of_it[0], actions_gathering.add, people.officer, group_id=own)
    assert gathered(runtime, group, proposed=True) == of_it


@on_both
@pytest.mark.parametrize(
    ("what", "told"),
    [
        (actions.describe, {"described": MINE}),
        (actions.note, {"body": "Rien à signaler."}),
        (actions.publish, {"title": TITLE, "is_read": True}),
        (actions.unpublish, {}),
        (actions_answering.keep_texts, {"texts": {"fr": "Rien."}}),
        (actions_answering.keep_own_texts, {"own": {}}),
        (actions_answering.send, {"seen": ""}),
        (actions_answering.stop, {"answer_id": 1}),
        (actions_answering.note_closed, {"closed": 1, "left": 0}),
    ],
)
def test_nothing_is_done_with_an_open_group_by_whoever_is_kept_out_of_one(
    runtime: Runtime, people: Team, what: Any, told: dict[str, Any]
):
    kept, *others = numbers(runtime, 3)
    group = opened(runtime, people.officer, kept, *others)
    keep_out(runtime, kept, people.head)
    with pytest.raises(UnknownGroupError):
        do(runtime, people.head, what, group, **told)


@on_both
def test_they_take_none_out_of_it_put_none_in_and_close_none_with_it(
    runtime: Runtime, people: Team
):
    kept, seen, outside = numbers(runtime, 3)
    group = opened(runtime, people.officer, kept, seen)
    keep_out(runtime, kept, people.head)
    put_in = partial(act, runtime, outside, actions_gathering.add, people.head, group_id=group)
    take_out = partial(
        act, runtime, seen, actions_gathering.leave, people.head, group_id=group, reason="Autre."
    )
    for refused in (put_in, take_out):
        with pytest.raises(UnknownGroupError):
            refused()
    concluding = Concluding(Finding.FOUNDED, (), {"fr": "Vu."}, {"fr": "Fait."}, Given())
    with runtime.reading(PORTAL) as session:
        version = actions_gathering.complaints_after(session, 0, 9)[1].version
    with pytest.raises(GroupMovedError):
        act(
            runtime,
            seen,
            actions_answering.close_one,
            people.head,
            group_id=group,
            concluding=concluding,
            seen=version,
        )
    assert gathered(runtime, group) == [kept, seen]


@on_both
def test_it_is_in_no_list_and_no_page_of_theirs(app: Flask, runtime: Runtime, people: Team):
    kept, seen = numbers(runtime, 2)
    group = opened(runtime, people.officer, kept, seen)
    keep_out(runtime, kept, people.head)
    with runtime.reading(people.head) as session:
        assert sum(group_sizes(session, "parks").values()) == 0
        assert sum(known_sizes(session, "parks").values()) == 0
        assert known_page(session, "parks", State.OPEN, 1) == []
        with pytest.raises(UnknownGroupError):
            outline_by_id(session, "parks", group)
    client = app.test_client()
    sign_in(client, people.head.name)
    assert client.get(f"/fr/gestion/parks/groupes/{group}").status_code == 404
    page = client.get(f"/fr/gestion/parks/plaintes/{seen}")
    assert page.status_code == 200
    assert f"/groupes/{group}" not in page.text
    assert f"/groupes/{group}" not in client.get("/fr/gestion/parks/file").text


@on_both
def test_nobody_answers_for_a_group_whom_one_of_it_concerns(runtime: Runtime, people: Team):
    kept, seen = numbers(runtime, 2)
    other = member(runtime, post="desk")
    group = opened(runtime, people.officer, kept, seen)
    keep_out(runtime, kept, other)
    theirs = Described(NAME, "", other.user_id)
    with pytest.raises(IncompleteError, match="group_owner"):
        do(runtime, people.officer, actions.describe, group, described=theirs)
    with runtime.reading(people.officer) as session:
        of_it = ever_gathered(session, group)
        able = who_may_lead(session, runtime.features, "parks", of_it)
    assert other.user_id not in {one.user_id for one in able}
    assert people.officer.user_id in {one.user_id for one in able}


@on_both
@pytest.mark.parametrize("is_added_later", [False, True])
def test_whoever_answers_for_it_gives_it_up_when_kept_out_of_one(
    runtime: Runtime, people: Team, is_added_later: bool
):
    first, second = numbers(runtime, 2)
    group = opened(runtime, people.officer, first, *([] if is_added_later else [second]))
    assert stored(runtime, group).owner_id == people.officer.user_id
    keep_out(runtime, second, people.officer)
    if is_added_later:
        act(runtime, second, actions_gathering.add, people.head, group_id=group)
    assert stored(runtime, group).owner_id is None
    assert [step.facts for step in steps(runtime, group) if step.kind == "changed"] == [
        {"owner": None}
    ]


@on_both
def test_what_they_were_sending_to_others_leaves_no_more(runtime: Runtime, people: Team):
    first, second = numbers(runtime, 2)
    group = opened(runtime, people.head, first, second)
    draft(runtime, people.officer, group)
    answer = send(runtime, people.head, group)
    keep_out(runtime, first, people.head)
    answer_groups(runtime, runtime.now())
    assert parts(runtime, answer) == {
        first: ("left_out", "stopped"),
        second: ("left_out", "stopped"),
    }
    with runtime.reading(PORTAL) as session:
        told = OutboxRecord.template == "group_sent"
        assert session.scalars(select(OutboxRecord.recipient).where(told)).all() == []
