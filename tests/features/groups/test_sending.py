"""A group is answered: each complaint for itself, once, and what cannot be is left out."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select, update

from portal.complaints.handling import casework
from portal.complaints.queries.counted_cells import WHOLE_AGENCIES
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.message import ReportCountRecord
from portal.complaints.records.people import UserRecord
from portal.domain.complaint import Status
from portal.domain.errors import GroupMovedError, NotAllowedError, TransitionNotAllowedError
from portal.domain.role import Role
from portal.features.groups import actions_answering, actions_gathering
from portal.features.groups import actions_sending as group_sending
from portal.features.groups.actions_sending import answer_groups
from portal.features.groups.rules import MOST_ANSWERED, State
from portal.reporting import counting as reporting
from portal.runtime import Runtime
from tests.complaints.cases import (
    act,
    complaint,
    history_holds,
    kinds,
    last,
    letters,
    messages,
    status,
)
from tests.features.groups.grouped import (
    ENGLISH,
    STORIES,
    TEXTS,
    Team,
    answer_state,
    do,
    draft,
    group_letters,
    id_of,
    numbers,
    opened,
    parts,
    seen,
    send,
    steps,
    stored,
)
from tests.support import file, officer, on_both


def run(runtime: Runtime) -> None:
    while answer_groups(runtime, runtime.now()):
        pass


def answers_of(runtime: Runtime, number: str) -> list[str]:
    return [one.body for one in messages(runtime, number) if one.kind == "answer"]


@on_both
def test_each_gets_the_common_text_its_own_and_the_recourses_in_its_language_by_its_means(
    runtime: Runtime, people: Team
):
    first, second = numbers(runtime, 2)
    english = file(runtime, story=ENGLISH, reply_language="en").number
    by_post = file(
        runtime, story=STORIES[2], reply_by="post", email="", address="12, rue du Parc"
    ).number
    group = opened(runtime, people.officer, first, second, english, by_post)
    draft(runtime, people.officer, group)
    own = {id_of(runtime, second): "Vos frais vous seront remboursés."}
    do(runtime, people.officer, actions_answering.keep_own_texts, group, own=own)
    sending = send(runtime, people.officer, group)
    run(runtime)

    (one,), (two,), (three,) = (answers_of(runtime, n) for n in (first, second, english))
    assert one.startswith(TEXTS["fr"])
    assert "Révision par la Régie" in one
    assert two.startswith(f"{TEXTS['fr']}\n\nVos frais vous seront remboursés.")
    assert three.startswith(TEXTS["en"])
    assert "Review by the Board" in three
    assert ("answered", "None") in letters(runtime, by_post)
    assert ("answered", "m.gagnon@exemple.org") in letters(runtime, first)
    # Every complaint counts as its own answer, in time or not by its own dates.
    assert all(last(runtime, n, "answered").facts["in_time"] for n in (first, second, english))
    assert stored(runtime, group).state == State.ANSWERED
    assert set(parts(runtime, sending).values()) == {("sent", None)}
    assert group_letters(runtime, "group_sent") == ["officer.office.parks@exemple.org"]
    assert [one.kind for one in steps(runtime, group)][-2:] == ["sent", "answered"]
    assert history_holds(runtime)


@on_both
def test_what_cannot_be_answered_is_left_out_and_says_why(runtime: Runtime, people: Team):
    waiting, answered, higher, english, fine = (
        file(runtime, story=one).number for one in STORIES[:5]
    )
    english = file(runtime, story=ENGLISH, reply_language="en").number
    act(runtime, waiting, casework.ask_complainant, body="Quel jour?")
    act(runtime, answered, casework.answer, body="Voici.")
    group = opened(runtime, people.officer, waiting, answered, higher, english, fine)
    with runtime.transaction() as session:
        moved = update(ComplaintRecord).where(ComplaintRecord.number == higher)
        session.execute(moved.values(level=2))
    draft(runtime, people.officer, group, {"fr": TEXTS["fr"], "en": ""})
    sending = send(runtime, people.officer, group)
    run(runtime)
    assert parts(runtime, sending) == {
        waiting: ("left_out", "waiting"),
        answered: ("left_out", "answered"),
        higher: ("left_out", "level"),
        english: ("left_out", "language"),
        fine: ("sent", None),
    }
    assert len(answers_of(runtime, answered)) == 1
    assert status(runtime, waiting) is Status.WAITING
    # Some still wait for their answer, so that the group stays open for another one.
    assert stored(runtime, group).state == State.OPEN
    assert answer_state(runtime, sending) == "done"


def test_nothing_leaves_that_was_not_looked_at(runtime: Runtime, people: Team):
    first, second = numbers(runtime, 2)
    group = opened(runtime, people.officer, first, second)
    draft(runtime, people.officer, group)
    looked_at = seen(runtime, group)
    act(runtime, second, casework.add_note, body="La personne a rappelé.")
    with pytest.raises(GroupMovedError):
        do(runtime, people.officer, actions_answering.send, group, seen=looked_at)
    sending = send(runtime, people.officer, group)
    act(runtime, second, casework.add_note, body="Elle a rappelé encore.")
    run(runtime)
    assert parts(runtime, sending) == {first: ("sent", None), second: ("left_out", "changed")}


@on_both
def test_a_worker_that_dies_halfway_leaves_each_answered_once(
    runtime: Runtime, people: Team, monkeypatch: pytest.MonkeyPatch
):
    every = numbers(runtime, 6)
    group = opened(runtime, people.officer, *every)
    draft(runtime, people.officer, group)
    sending = send(runtime, people.officer, group)
    monkeypatch.setattr(group_sending, "AT_ONCE", 2)

    class DiedError(BaseException):
        """The process is no more: nothing after this runs."""

    real, calls = group_sending.answer_one, []

    def dies_at_the_fourth(*args: Any, **told: Any) -> None:
        calls.append(told)
        real(*args, **told)
        if len(calls) == 4:
            raise DiedError

    monkeypatch.setattr(group_sending, "answer_one", dies_at_the_fourth)
    with pytest.raises(DiedError):
        run(runtime)
    done = [n for n, (state, _) in parts(runtime, sending).items() if state == "sent"]
    assert done == [n for n in every if answers_of(runtime, n)]
    assert len(done) == 2
    monkeypatch.setattr(group_sending, "answer_one", real)
    run(runtime)
    assert [len(answers_of(runtime, n)) for n in every] == [1] * 6
    assert [kinds(runtime, n).count("answered") for n in every] == [1] * 6
    assert group_letters(runtime, "group_sent") == ["officer.office.parks@exemple.org"]
    assert history_holds(runtime)


@on_both
def test_two_workers_answer_each_once(
    runtime: Runtime, people: Team, monkeypatch: pytest.MonkeyPatch
):
    every = numbers(runtime, 4)
    group = opened(runtime, people.officer, *every)
    draft(runtime, people.officer, group)
    send(runtime, people.officer, group)
    stale = group_sending._next(runtime, runtime.now(), runtime.now())
    run(runtime)
    assert stale is not None
    group_sending._answer_some(runtime, stale, runtime.now())
    group_sending._finish(runtime, stale, runtime.now())
    assert [len(answers_of(runtime, n)) for n in every] == [1] * 4
    assert len(group_letters(runtime, "group_sent")) == 1


def test_what_is_stopped_stays_unsent(runtime: Runtime, people: Team):
    every = numbers(runtime, 3)
    group = opened(runtime, people.officer, *every)
    draft(runtime, people.officer, group)
    sending = send(runtime, people.officer, group)
    do(runtime, people.officer, actions_answering.stop, group, answer_id=sending)
    run(runtime)
    assert set(parts(runtime, sending).values()) == {("left_out", "stopped")}
    assert [answers_of(runtime, n) for n in every] == [[], [], []]
    # Another answer may then be written.
    draft(runtime, people.officer, group)


def test_nobody_writes_another_answer_while_one_leaves(runtime: Runtime, people: Team):
    group = opened(runtime, people.officer, *numbers(runtime, 2))
    draft(runtime, people.officer, group)
    send(runtime, people.officer, group)
    with pytest.raises(TransitionNotAllowedError):
        draft(runtime, people.officer, group)


@pytest.mark.parametrize("role", [Role.MANAGER, Role.TOP_AUTHORITY])
def test_managers_and_the_top_authority_answer_no_group(runtime: Runtime, people: Team, role: Role):
    group = opened(runtime, people.officer, *numbers(runtime, 2))
    with pytest.raises(NotAllowedError):
        draft(runtime, officer(role=role), group)


def test_whoever_left_meanwhile_answers_nothing_more(runtime: Runtime, people: Team):
    every = numbers(runtime, 2)
    group = opened(runtime, people.officer, *every)
    draft(runtime, people.officer, group)
    sending = send(runtime, people.officer, group)
    with runtime.transaction() as session:
        gone = update(UserRecord).where(UserRecord.id == people.officer.user_id)
        session.execute(gone.values(is_active=False))
    run(runtime)
    assert set(parts(runtime, sending).values()) == {("left_out", "not_allowed")}
    assert group_letters(runtime, "group_sent") == []


def test_what_comes_in_after_the_answer_opens_the_group_again(runtime: Runtime, people: Team):
    first, second = numbers(runtime, 2)
    group = opened(runtime, people.officer, first)
    draft(runtime, people.officer, group)
    send(runtime, people.officer, group)
    run(runtime)
    assert stored(runtime, group).state == State.ANSWERED
    act(runtime, second, actions_gathering.add, people.officer, group_id=group)
    assert stored(runtime, group).state == State.OPEN


def test_a_text_for_a_complaint_that_left_is_not_sent(runtime: Runtime, people: Team):
    first, second = numbers(runtime, 2)
    group = opened(runtime, people.officer, first, second)
    draft(runtime, people.officer, group)
    own = {id_of(runtime, second): "À vous seul."}
    do(runtime, people.officer, actions_answering.keep_own_texts, group, own=own)
    act(
        runtime,
        second,
        actions_gathering.leave,
        people.officer,
        group_id=group,
        reason="Autre cause.",
    )
    sending = send(runtime, people.officer, group)
    run(runtime)
    assert parts(runtime, sending) == {first: ("sent", None)}
    assert answers_of(runtime, second) == []
    assert complaint(runtime, second).status == Status.RECEIVED
    assert MOST_ANSWERED >= 200


def test_each_complaint_of_a_group_counts_by_itself_in_the_statistics(
    runtime: Runtime, people: Team
):
    group = opened(runtime, people.officer, *numbers(runtime, 4))
    draft(runtime, people.officer, group)
    send(runtime, people.officer, group)
    run(runtime)
    with runtime.transaction() as session:
        while reporting.feed(session):
            pass
        c = ReportCountRecord
        counted = select(c.measure, func.sum(c.n)).where(c.agency == "parks", WHOLE_AGENCIES)
        totals = dict(session.execute(counted.group_by(c.measure)).all())
    assert totals["received"] == totals["answered"] == 4
