"""What of a group has its answer is closed in one go, and each complaint keeps its own rights."""

from __future__ import annotations

from dataclasses import asdict

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.complaints.handling import casework
from portal.complaints.handling.following import write_message
from portal.complaints.records.complaint import IssueRecord
from portal.domain.actor import Actor, complainant
from portal.domain.complaint import Status
from portal.domain.conclusion import Finding, Given, IssueFinding, Verdict
from portal.domain.errors import (
    GroupMovedError,
    IncompleteError,
    StaleComplaintError,
    UnknownComplaintError,
)
from portal.domain.handling.held_messages import Outgoing
from portal.features.groups import actions_answering, actions_gathering
from portal.features.groups.actions_answering import Concluding
from portal.features.groups.queries_answers import complaints_to_close
from portal.features.groups.rules import LeftOpen
from portal.features.reviews.actions import ask_for_review, reopen
from portal.features.satisfaction import actions as survey
from portal.features.satisfaction.actions import judge_answer
from portal.features.satisfaction.rules import Question
from portal.runtime import Runtime
from tests.complaints.cases import (
    act,
    clocks,
    complaint,
    history_holds,
    issues,
    kinds,
    last,
    letters,
    messages,
    status,
    templates,
)
from tests.complaints.held_messages.people import confirmed
from tests.features.groups.grouped import ENGLISH, STORIES, Team, numbers, opened
from tests.support import file, officer, on_both

REASONS = {"fr": "La passerelle était brisée.", "en": "The footbridge was broken."}
MEASURES = {"fr": "Réparée en mai.", "en": "Fixed in May."}
SAID = Concluding(Finding.FOUNDED, (), REASONS, MEASURES, Given())


def why(runtime: Runtime, group: int) -> dict[str, LeftOpen | None]:
    """Return why each complaint of a group would stay open, None for what would be closed."""
    with runtime.reading(officer()) as session:
        return {one.number: one.why for one in complaints_to_close(session, group)}


def close(
    runtime: Runtime, number: str, group: int, said: Concluding = SAID, actor: Actor | None = None
) -> LeftOpen | None:
    seen = complaint(runtime, number).version
    told = {"group_id": group, "concluding": said, "seen": seen}
    kept: LeftOpen | None = act(runtime, number, actions_answering.close_one, actor, **told)
    return kept


def answered(runtime: Runtime, people: Team, *every: str) -> int:
    """Gather complaints and answer each of them; return the group."""
    group = opened(runtime, people.officer, *every)
    for number in every:
        act(runtime, number, casework.answer, people.officer, body="Elle sera réparée.")
    return group


@on_both
def test_each_is_closed_in_its_language_told_once_and_keeps_its_review_and_survey(
    runtime: Runtime, people: Team
):
    first, second = numbers(runtime, 2)
    english = file(runtime, story=ENGLISH, reply_language="en").number
    every = (first, second, english)
    group = answered(runtime, people, *every)
    for number in every:
        assert close(runtime, number, group) is None
    for number in every:
        assert status(runtime, number) is Status.CLOSED
        assert templates(runtime, number).count("closed") == 1
        assert last(runtime, number, "closed").facts["group"] == group
        assert [one.pending for one in clocks(runtime, number, "reopening")] == [True]
    assert "The footbridge was broken." in messages(runtime, english)[-1].body
    assert "La passerelle était brisée." in messages(runtime, first)[-1].body
    act(runtime, first, reopen, complainant(complaint(runtime, first).id), reason="Encore.")
    act(runtime, second, ask_for_review, complainant(complaint(runtime, second).id), reason="Non.")
    with runtime.transaction() as session:
        known = complaint(runtime, english).id
        assert survey.rate(session, runtime.agencies, known, {Question.WHOLE: 3})
    assert status(runtime, first) is status(runtime, second) is Status.UNDER_REVIEW
    assert status(runtime, english) is Status.CLOSED
    assert history_holds(runtime)


@on_both
def test_what_has_more_to_say_stays_open_and_says_why(runtime: Runtime, people: Team):
    unanswered, wrote, unhappy, happy, several = numbers(runtime, 5)
    group = answered(runtime, people, wrote, unhappy, happy, several)
    act(runtime, unanswered, actions_gathering.add, people.officer, group_id=group)
    owner = {one: complainant(complaint(runtime, one).id) for one in (wrote, unhappy, happy)}
    act(runtime, wrote, write_message, owner[wrote], body="Et en hiver?", once=None)
    said = ((unhappy, Verdict.PARTLY), (happy, Verdict.NO), (happy, Verdict.YES))
    for number, verdict in said:
        act(runtime, number, judge_answer, owner[number], verdict=verdict, why="")
    with runtime.transaction() as session:
        issue = IssueRecord(complaint_id=complaint(runtime, several).id, rank=2, text="Le bruit")
        session.add(issue)
    expected = {
        unanswered: LeftOpen.ANSWER,
        wrote: LeftOpen.WRITTEN,
        unhappy: LeftOpen.JUDGED,
        happy: None,
        several: LeftOpen.ISSUES,
    }
    assert why(runtime, group) == expected
    for number, kept in expected.items():
        assert close(runtime, number, group) == kept
        assert (status(runtime, number) is Status.CLOSED) is (kept is None)
    assert why(runtime, group)[happy] is LeftOpen.ENDED


@pytest.mark.parametrize("then", ["judged", "assigned"])
def test_what_was_written_since_is_read_first_whatever_came_after(
    runtime: Runtime, people: Team, then: str
):
    (number,) = numbers(runtime, 1)
    group = answered(runtime, people, number)
    owner = complainant(complaint(runtime, number).id)
    act(runtime, number, write_message, owner, body="Et en hiver?", once=None)
    if then == "judged":
        act(runtime, number, judge_answer, owner, verdict=Verdict.YES, why="")
    else:
        who = people.officer.user_id
        act(runtime, number, casework.assign, people.officer, user_id=who)
    assert why(runtime, group) == {number: LeftOpen.WRITTEN}
    act(runtime, number, casework.answer, people.officer, body="En hiver aussi.")
    assert why(runtime, group) == {number: None}


def test_what_a_colleague_is_about_to_send_is_not_overtaken(runtime: Runtime, people: Team):
    (number,) = numbers(runtime, 1)
    group = answered(runtime, people, number)
    found = IssueFinding(issues(runtime, number)[0].id, Finding.UNFOUNDED, "Rien à corriger.")
    said = {"findings": [asdict(found)], "language_shown": False}
    confirmed(runtime, number, people.officer, kind=Outgoing.CLOSING, **said)
    assert close(runtime, number, group) is LeftOpen.LEAVING
    assert status(runtime, number) is Status.ANSWERED


def test_each_passes_its_own_closing_gate(runtime: Runtime, people: Team):
    (number,) = numbers(runtime, 1)
    group = answered(runtime, people, number)
    with pytest.raises(IncompleteError, match="reasons"):
        close(runtime, number, group, Concluding(Finding.FOUNDED, (), {"en": "Yes."}, {}, Given()))
    # A complaint of the first level is none for a manager.
    with pytest.raises(UnknownComplaintError):
        close(runtime, number, group, actor=people.manager)
    assert status(runtime, number) is Status.ANSWERED


def test_what_moved_since_it_was_seen_or_left_the_group_is_not_closed(
    runtime: Runtime, people: Team
):
    first, second = numbers(runtime, 2)
    group = answered(runtime, people, first, second)
    told = {"group_id": group, "concluding": SAID, "seen": complaint(runtime, first).version}
    act(runtime, first, casework.add_note, people.officer, body="Elle rappelle demain.")
    with pytest.raises(StaleComplaintError):
        act(runtime, first, actions_answering.close_one, people.officer, **told)
    act(
        runtime,
        second,
        actions_gathering.leave,
        people.officer,
        group_id=group,
        reason="Autre cause.",
    )
    with pytest.raises(GroupMovedError):
        close(runtime, second, group)
    assert "closed" not in [*kinds(runtime, first), *kinds(runtime, second)]


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(done=st.lists(st.sampled_from(["answer", "message", "note", "close"]), max_size=5))
def test_it_is_closed_if_and_only_if_the_page_said_so_and_each_is_told_once(
    runtime: Runtime, done: list[str]
):
    claire = officer()
    number = file(runtime, story=STORIES[0]).number
    group = opened(runtime, claire, number)
    citizen = complainant(complaint(runtime, number).id)
    steps = {
        "answer": lambda: act(runtime, number, casework.answer, body="Elle sera réparée."),
        "message": lambda: act(runtime, number, write_message, citizen, body="Et?", once=None),
        "note": lambda: act(runtime, number, casework.add_note, body="Vu."),
        "close": lambda: close(runtime, number, group),
    }
    for step in done:
        if step != "answer" or complaint(runtime, number).is_open:
            steps[step]()
    said = why(runtime, group)[number]
    before = templates(runtime, number).count("closed")
    assert close(runtime, number, group) == said
    assert templates(runtime, number).count("closed") - before == (said is None)
    assert letters(runtime, number).count(("closed", "m.gagnon@exemple.org")) <= 1
