"""What the complaints service does: who may, when, what it moves, and who is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from portal.complaints.handling import casework, following
from portal.domain.actor import Actor, complainant
from portal.domain.complaint import Status
from portal.domain.conclusion import Finding, IssueFinding
from portal.domain.errors import (
    IncompleteError,
    NotAllowedError,
    SameCategoryError,
    StaleComplaintError,
    TransitionNotAllowedError,
    UnknownComplaintError,
)
from portal.domain.role import Role
from portal.plugin_api import hookimpl
from portal.runtime import Runtime
from tests.complaints.cases import (
    act,
    clocks,
    complaint,
    due,
    history_holds,
    issues,
    kinds,
    last,
    letters,
    member,
    messages,
    status,
    templates,
)
from tests.support import TUESDAY, FixedClock, add_user, file, officer, on_both

ACTIONS: dict[str, Callable[[Runtime, str, Actor], Any]] = {
    "first contact": lambda r, n, a: act(r, n, casework.record_first_contact, a),
    "study": lambda r, n, a: act(r, n, casework.begin_study, a),
    "assign": lambda r, n, a: act(r, n, casework.assign, a, user_id=1),
    "note": lambda r, n, a: act(r, n, casework.add_note, a, body="Note."),
    "ask": lambda r, n, a: act(r, n, casework.ask_complainant, a, body="Quel sentier?"),
    "answer": lambda r, n, a: act(r, n, casework.answer, a, body="Il est rouvert."),
    "close": lambda r, n, a: act(r, n, casework.close, a, findings=()),
    "reclassify": lambda r, n, a: act(
        r,
        n,
        casework.reclassify,
        a,
        category=r.agencies.agency("parks").consult().category("trail"),
    ),
}


@pytest.fixture
def number(runtime: Runtime) -> str:
    return file(runtime).number


def findings(runtime: Runtime, number: str, **told: Any) -> tuple[IssueFinding, ...]:
    given = {"finding": Finding.FOUNDED, "reasons": "Le délai est passé.", **told}
    return tuple(IssueFinding(issue.id, **given) for issue in issues(runtime, number))


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.ANALYST])
def test_who_may_not_see_complaints_does_not_even_find_them(
    runtime: Runtime, number: str, action: str, role: Role
):
    with pytest.raises(UnknownComplaintError):
        ACTIONS[action](runtime, number, officer("parks", role=role))


@pytest.mark.parametrize("action", ACTIONS)
def test_another_agency_does_not_find_the_complaint(runtime: Runtime, number: str, action: str):
    with pytest.raises(UnknownComplaintError):
        ACTIONS[action](runtime, number, officer("water"))


@pytest.mark.parametrize("action", ACTIONS)
def test_an_auditor_and_a_complainant_only_look(runtime: Runtime, number: str, action: str):
    for who in (officer("parks", role=Role.AUDITOR), complainant(1)):
        with pytest.raises(NotAllowedError):
            ACTIONS[action](runtime, number, who)
    assert kinds(runtime, number) == ["filed", "acknowledged"]


@pytest.mark.parametrize(
    "action", ["first contact", "study", "assign", "ask", "close", "reclassify"]
)
def test_a_manager_answers_and_notes_but_does_not_handle(
    runtime: Runtime, number: str, action: str
):
    with pytest.raises(NotAllowedError):
        ACTIONS[action](runtime, number, officer("parks", role=Role.MANAGER))
    ACTIONS["answer"](runtime, number, officer("parks", role=Role.MANAGER))


@pytest.mark.parametrize("action", [action for action in ACTIONS if action != "note"])
def test_nothing_more_is_done_with_a_complaint_that_has_ended(
    runtime: Runtime, number: str, action: str
):
    add_user(runtime, "c.roy@exemple.org")
    act(runtime, number, following.withdraw, complainant(1))
    before = kinds(runtime, number)
    with pytest.raises((TransitionNotAllowedError, IncompleteError)):
        ACTIONS[action](runtime, number, officer("parks"))
    assert kinds(runtime, number) == before


@on_both
def test_first_contact_takes_the_complaint_in_charge(runtime: Runtime, number: str):
    claire = member(runtime)
    act(runtime, number, casework.record_first_contact, claire, note="Rappeler jeudi.")
    taken = complaint(runtime, number)
    assert (taken.status, taken.assignee_id) == ("taken_in_charge", claire.user_id)
    assert taken.taken_in_charge_at == TUESDAY
    [clock] = clocks(runtime, number, "first_contact")
    assert (clock.pending, clock.met_at) == (False, TUESDAY)
    facts = last(runtime, number, "taken_in_charge").facts
    assert facts == {"in_time": True, "working_days": 0, "working_hours": 0}
    assert [one.body for one in messages(runtime, number)] == ["Rappeler jeudi."]
    assert templates(runtime, number)[-1] == "taken_in_charge"
    assert history_holds(runtime)


def test_first_contact_does_not_take_a_complaint_from_a_colleague(runtime: Runtime, number: str):
    claire, paul = member(runtime), member(runtime, Role.HEAD)
    act(runtime, number, casework.assign, claire, user_id=paul.user_id)
    act(runtime, number, casework.record_first_contact, claire)
    assert complaint(runtime, number).assignee_id == paul.user_id


@pytest.mark.parametrize("noticed", [True, False])
def test_a_late_first_contact_is_not_in_time_whether_or_not_it_was_noticed_before(
    runtime: Runtime, number: str, clock: FixedClock, noticed: bool
):
    from portal.worker.due_clocks import run_clocks

    clock.moment += timedelta(days=7)
    if noticed:
        run_clocks(runtime, clock.moment)
    act(runtime, number, casework.record_first_contact)
    assert last(runtime, number, "taken_in_charge").facts["in_time"] is False
    [contact] = clocks(runtime, number, "first_contact")
    assert contact.missed_at == contact.due_at


@on_both
def test_an_assignee_is_told(runtime: Runtime, number: str):
    claire = member(runtime)
    act(runtime, number, casework.assign, user_id=claire.user_id)
    assert complaint(runtime, number).assignee_id == claire.user_id
    assert letters(runtime, number)[-1] == ("assigned", claire.name)
    assert last(runtime, number, "assigned").facts == {"to": claire.user_id}


def test_a_complaint_is_assigned_only_to_somebody_who_may_answer_it(runtime: Runtime, number: str):
    strangers = [
        member(runtime, Role.OFFICER, "water"),
        member(runtime, Role.ANALYST, "parks"),
        member(runtime, Role.ADMINISTRATOR, "parks"),
    ]
    for user_id in (*(one.user_id for one in strangers), 999):
        with pytest.raises(IncompleteError) as raised:
            act(runtime, number, casework.assign, user_id=user_id)
        assert raised.value.missing == ("assignee",)


@on_both
def test_a_note_stays_inside_and_moves_nothing(runtime: Runtime, number: str):
    before = templates(runtime)
    act(runtime, number, casework.add_note, body="Ton vif au téléphone.")
    assert not last(runtime, number, "noted").public
    assert "vif" not in str(last(runtime, number, "noted").facts)
    assert status(runtime, number) is Status.RECEIVED
    assert templates(runtime) == before


@on_both
def test_a_question_counts_as_first_contact_and_waits_while_the_date_runs(
    runtime: Runtime, number: str
):
    promised = due(runtime, number)
    act(runtime, number, casework.ask_complainant, body="Quel sentier?")
    assert kinds(runtime, number)[2:] == ["taken_in_charge", "asked"]
    assert status(runtime, number) is Status.WAITING
    assert complaint(runtime, number).due_at == promised
    assert templates(runtime, number)[-1] == "question"
    act(runtime, number, casework.ask_complainant, body="Et depuis quand?")
    assert [one.kind for one in messages(runtime, number)] == ["question", "question"]


@pytest.mark.parametrize("empty", ["", "  \n "])
def test_nothing_empty_is_written(runtime: Runtime, number: str, empty: str):
    for what in (casework.add_note, casework.ask_complainant, casework.answer):
        with pytest.raises(IncompleteError) as raised:
            act(runtime, number, what, body=empty)
        assert raised.value.missing == ("body",)
    assert kinds(runtime, number) == ["filed", "acknowledged"]


@on_both
def test_reclassifying_moves_no_clock(runtime: Runtime, number: str):
    before = [(one.kind, one.due_at) for one in clocks(runtime, number)]
    ACTIONS["reclassify"](runtime, number, officer())
    moved = complaint(runtime, number)
    assert (moved.category, moved.theme, moved.unit) == ("trail", "delay", "trails")
    assert [(one.kind, one.due_at) for one in clocks(runtime, number)] == before
    facts = {"before": "other", "category": "trail"}
    assert last(runtime, number, "reclassified").facts.items() >= facts.items()


def test_a_category_that_is_the_same_is_no_change(runtime: Runtime, number: str):
    ACTIONS["reclassify"](runtime, number, officer())
    before = kinds(runtime, number)
    with pytest.raises(SameCategoryError):
        ACTIONS["reclassify"](runtime, number, officer())
    assert kinds(runtime, number) == before


@on_both
def test_an_answer_names_every_other_recourse_and_stops_the_clock(runtime: Runtime, number: str):
    act(runtime, number, casework.answer, body="Il est rouvert.")
    [sent] = messages(runtime, number)
    assert sent.body.startswith("Il est rouvert.\n\nSi cette réponse ne vous convient pas\n")
    assert "Révision par la Régie." in sent.body
    assert "Ombudsman des exemples. Écrivez-lui ou appelez-le." in sent.body
    assert "1\N{NO-BREAK SPACE}800\N{NO-BREAK SPACE}555-0199 https://ombuds.example/" in sent.body
    [clock] = clocks(runtime, number, "answer")
    assert (clock.pending, clock.met_at) == (False, TUESDAY)
    answered = complaint(runtime, number)
    assert (answered.status, answered.answered_at) == ("answered", TUESDAY)
    facts = last(runtime, number, "answered").facts
    assert (facts["first"], facts["in_time"], facts["level"]) == (True, True, 1)
    assert facts["recourses"] == ["review", "ombuds"]
    assert templates(runtime, number)[-1] == "answered"
    assert history_holds(runtime)


def test_an_answer_speaks_the_complainants_language(runtime: Runtime):
    number = file(runtime, reply_language="en").number
    act(runtime, number, casework.answer, body="It is open again.")
    assert "If you disagree with this answer" in messages(runtime, number)[0].body


def test_an_answer_without_a_recourse_does_not_leave(runtime: Runtime, number: str):
    class Silent:
        @hookimpl
        def recourses(self, complaint: object, moment: object) -> list[object]:
            return []

    in_force = runtime.agencies.in_force.agencies
    in_force["parks"] = replace(in_force["parks"], plugin=Silent())
    with pytest.raises(IncompleteError) as raised:
        act(runtime, number, casework.answer, body="Il est rouvert.")
    assert raised.value.missing == ("recourse",)
    assert status(runtime, number) is Status.RECEIVED
    assert messages(runtime, number) == []
    assert templates(runtime, number) == ["acknowledgement"]


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("noticed", [False, True])
def test_a_first_answer_is_in_time_only_before_the_first_promised_date(
    runtime: Runtime, number: str, clock: FixedClock, late: bool, noticed: bool
):
    from portal.worker.due_clocks import run_clocks

    promised = due(runtime, number)
    clock.moment = promised if late else promised - timedelta(microseconds=1)
    if noticed:
        run_clocks(runtime, clock.moment)
    act(runtime, number, casework.answer, body="Il est rouvert.")
    assert last(runtime, number, "answered").facts["in_time"] is not late
    assert complaint(runtime, number).late_since == (promised if late else None)


def test_the_day_on_which_silence_opens_a_recourse_does_not_make_an_answer_late(
    runtime: Runtime, clock: FixedClock
):
    number = file(runtime, "water").number
    [silence] = clocks(runtime, number, "silence")
    with runtime.transaction() as session:
        session.merge(silence).due_at = due(runtime, number) - timedelta(days=1)
    clock.moment = due(runtime, number) - timedelta(hours=1)
    act(runtime, number, casework.answer, body="Facture corrigée.")
    assert last(runtime, number, "answered").facts["in_time"] is True
    assert [one.kind for one in clocks(runtime, number) if one.pending] == ["closing"]


def test_a_second_answer_is_not_a_first_one(runtime: Runtime, number: str):
    for body in ("Il est rouvert.", "Précision : depuis hier."):
        act(runtime, number, casework.answer, body=body)
    assert last(runtime, number, "answered").facts["first"] is False


@on_both
def test_closing_keeps_a_finding_and_reasons_for_each_issue(runtime: Runtime, number: str):
    act(runtime, number, casework.answer, body="Il est rouvert.")
    found = findings(runtime, number, measure="Suivi chaque semaine.")
    act(runtime, number, casework.close, findings=found)
    closed = complaint(runtime, number)
    assert (closed.status, closed.is_open, closed.finding) == ("closed", False, "founded")
    [issue] = issues(runtime, number)
    assert (issue.finding, issue.reasons) == ("founded", "Le délai est passé.")
    facts = last(runtime, number, "closed").facts
    assert (facts["findings"], facts["measures"], facts["level"]) == (["founded"], 1, 1)
    assert [one.kind for one in clocks(runtime, number) if one.pending] == ["reopening"]
    assert templates(runtime, number)[-1] == "closed"
    assert history_holds(runtime)


def test_closing_names_everything_that_is_missing_at_once(runtime: Runtime, number: str):
    [issue] = issues(runtime, number)
    with pytest.raises(IncompleteError) as raised:
        act(runtime, number, casework.close, findings=())
    assert raised.value.missing == ("answer", f"finding-{issue.id}", f"reasons-{issue.id}")
    with pytest.raises(IncompleteError) as raised:
        act(runtime, number, casework.close, findings=findings(runtime, number, reasons=" "))
    assert raised.value.missing == ("answer", f"reasons-{issue.id}")
    assert status(runtime, number) is Status.RECEIVED


def test_who_saw_an_older_version_changes_nothing(runtime: Runtime, number: str):
    seen = complaint(runtime, number).version
    act(runtime, number, casework.record_first_contact)
    with pytest.raises(StaleComplaintError):
        act(runtime, number, casework.begin_study, seen_version=seen)
    act(runtime, number, casework.begin_study, seen_version=complaint(runtime, number).version)
    assert status(runtime, number) is Status.UNDER_REVIEW


def test_a_failing_plugin_is_recorded_with_what_was_done(runtime: Runtime, number: str):
    class Failing:
        @hookimpl
        def recourses(self, complaint: object, moment: object) -> list[object]:
            raise SystemExit

    in_force = runtime.agencies.in_force.agencies
    in_force["parks"] = replace(in_force["parks"], plugin=Failing())
    act(runtime, number, casework.answer, body="Il est rouvert.")
    assert kinds(runtime, number)[2:] == ["plugin_failed", "taken_in_charge", "answered"]
    assert "Révision par la Régie." in messages(runtime, number)[0].body
    assert history_holds(runtime)
