"""Alarms are raised once, told to those who can act, told again, and followed until closed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from portal.complaints.letters.outbox import send_due
from portal.domain.actor import PORTAL, Actor, complainant
from portal.domain.errors import (
    IncompleteError,
    NotAllowedError,
    TransitionNotAllowedError,
    UnknownAlarmError,
)
from portal.domain.role import Role
from portal.features.alarms.actions import respond_to_alarm
from portal.features.alarms.actions_watch import Watch
from portal.features.alarms.queries import alarm as alarm_by_id
from portal.features.alarms.queries import history_of, waiting_alarms
from portal.features.alarms.records import AlarmRecord, AlarmStepRecord
from portal.features.alarms.rules import FIRST_TERM, Step
from portal.runtime import Runtime
from portal.worker.due_clocks import run_clocks
from tests.complaints.cases import complaint, letters, member
from tests.features.alarms.raised import alarms, receive_monthly, rule
from tests.features.recommendations.recommended import recommend, running, team
from tests.pages.office.people import sign_in
from tests.reporting.figures import count, receive
from tests.support import FixedClock, RecordingMailer, add_user, file, on_both


def look(runtime: Runtime) -> int:
    return Watch(runtime).look(runtime.now())


def told(runtime: Runtime, code: str = "systemic_alarm") -> list[str]:
    return [to for template, to in letters(runtime) if template == code]


@on_both
def test_a_rising_subject_is_told_once_to_the_head_and_the_top_authority(runtime: Runtime):
    rule(runtime, "rising_theme")
    head, top = (member(runtime, role) for role in (Role.HEAD, Role.TOP_AUTHORITY))
    member(runtime), member(runtime, Role.HEAD, "water", None)
    receive_monthly(runtime, "parks", usual=6, now=20)
    receive_monthly(runtime, "water", usual=12, now=12)
    assert look(runtime) == 1
    [alarm] = alarms(runtime)
    assert (alarm.rule, alarm.agency, alarm.theme, alarm.subject, alarm.period) == (
        "rising_theme",
        "parks",
        "delay",
        "delay",
        "2026-11",
    )
    assert (alarm.figures["now"], alarm.figures["usual"], alarm.reach) == (20, 6, 14)
    # What the register began with is no whole month.
    assert alarm.figures["months_before"] == ["2026-07", "2026-08", "2026-09", "2026-10"]
    assert told(runtime) == [head.name, top.name]
    assert alarm.responsible_id == head.user_id
    assert look(runtime) == 0
    assert len(alarms(runtime)) == 1


@on_both
def test_two_workers_at_once_raise_it_once(runtime: Runtime):
    rule(runtime, "rising_theme")
    member(runtime, Role.HEAD)
    receive_monthly(runtime, "parks", usual=1, now=12)
    with ThreadPoolExecutor(3) as pool:
        assert sum(pool.map(lambda _: look(runtime), range(3))) == 1
    assert len(told(runtime)) == len(alarms(runtime)) == 1


def test_one_worker_looks_once_a_day(runtime: Runtime, clock: FixedClock):
    rule(runtime, "rising_theme")
    watch = Watch(runtime)
    assert watch.look(clock.moment) == 0
    receive_monthly(runtime, "parks", usual=1, now=12)
    assert watch.look(clock.moment + timedelta(hours=3)) == 0
    assert watch.look(clock.moment + timedelta(days=1)) == 1


def test_the_next_month_is_another_alarm_once_the_first_is_over(
    runtime: Runtime, clock: FixedClock
):
    rule(runtime, "rising_theme")
    head = member(runtime, Role.HEAD)
    receive_monthly(runtime, "parks", usual=1, now=12)
    look(runtime)
    clock.moment += timedelta(days=20)
    count(runtime, ("parks", "2026-12", "received", 0, 40))
    assert look(runtime) == 0
    receive(runtime, ("parks", "2026-12", "delay", 40))
    assert look(runtime) == 0
    respond(runtime, head, alarms(runtime)[0].id, Step.GROUNDLESS, "Une campagne d’affichage.")
    assert look(runtime) == 1
    assert [alarm.period for alarm in alarms(runtime)] == ["2026-11", "2026-12"]


@on_both
def test_what_rises_in_several_agencies_goes_to_the_analysts_of_all(
    runtime: Runtime, mailbox: RecordingMailer
):
    rule(runtime, "rising_everywhere")
    member(runtime, Role.HEAD)
    add_user(runtime, "ana@portrait.example", Role.ANALYST, None, None)
    for agency in ("parks", "water"):
        receive_monthly(runtime, agency, usual=2, now=9)
    assert look(runtime) == 1
    assert told(runtime) == ["ana@portrait.example"]
    send_due(runtime, runtime.now())
    text = str(mailbox.sent[-1].get_body(("plain",)).get_content())
    assert f"/fr/portrait/alertes/{alarms(runtime)[0].id}" in text
    assert "plusieurs organismes" in str(mailbox.sent[-1]["Subject"])


@on_both
def test_what_the_registers_tell_is_counted_where_it_is(runtime: Runtime, clock: FixedClock):
    rule(runtime, "silence", "falling_behind", "founded", "missed_dates", "recommendations")
    people = team(runtime)
    count(
        runtime,
        *(("parks", month, "answer_due_kept", 0, 28) for month in ("2025-07", "2025-08")),
        ("parks", "2025-07", "answer_due_missed", 0, 4),
        ("parks", "2026-07", "answer_due_kept", 0, 30),
        ("parks", "2026-07", "answer_due_missed", 0, 30),
        *(("parks", month, "received", 0, 40) for month in ("2025-06", "2025-07", "2025-08")),
        ("parks", "2026-08", "received", 0, 12),
        *(("water", month, "received", 0, 70) for month in ("2025-06", "2025-07", "2026-07")),
        ("parks", "2026-10", "finding_founded", 0, 4),
        ("parks", "2026-11", "finding_partly_founded", 0, 2),
        ("parks", "2026-11", "finding_unfounded", 0, 5),
        ("parks", "2026-11", "finding_settled", 0, 50),
        ("parks", "2026-11", "answer_due_kept", 0, 9),
        ("parks", "2026-11", "answer_due_missed", 0, 6),
        ("water", "2026-11", "answer_due_missed", 0, 9),
    )
    receive(runtime, ("parks", "2025-06", "delay", 1), ("water", "2025-06", "delay", 1))
    silent = [recommend(runtime, file(runtime).number, people.writer) for _ in range(2)]
    due_at = running(runtime, silent[1]).due_at
    assert due_at is not None
    clock.moment = due_at
    run_clocks(runtime, clock.moment)
    look(runtime)
    found = {alarm.rule: alarm for alarm in alarms(runtime)}
    assert {alarm.agency for alarm in found.values()} == {"parks"}
    assert found["silence"].figures["lines"][0]["before"] == 80
    assert found["silence"].figures["lines"][1] == {
        "who": "like",
        "now": 70,
        "before": 70,
        "now_of": None,
        "before_of": None,
    }
    assert found["falling_behind"].figures["lines"][0]["before_of"] == 60
    assert found["founded"].figures["part"] == 6
    assert found["recommendations"].figures["late"] == 2
    assert len(found) == 5


def test_without_rules_nothing_is_looked_at(runtime: Runtime):
    receive_monthly(runtime, "parks", usual=1, now=99)
    assert look(runtime) == 0


@on_both
def test_while_nothing_happens_it_is_told_again_to_more_people(runtime: Runtime, clock: FixedClock):
    rule(runtime, "rising_theme")
    head, top = (member(runtime, role) for role in (Role.HEAD, Role.TOP_AUTHORITY))
    add_user(runtime, "ana@portrait.example", Role.ANALYST, None, None)
    receive_monthly(runtime, "parks", usual=1, now=12)
    look(runtime)
    clock.moment += FIRST_TERM - timedelta(days=1)
    look(runtime)
    assert told(runtime, "systemic_alarm_reminder") == []
    clock.moment += timedelta(days=2)
    look(runtime)
    assert told(runtime, "systemic_alarm_reminder") == [
        head.name,
        top.name,
        "ana@portrait.example",
    ]
    look(runtime)
    assert len(told(runtime, "systemic_alarm_reminder")) == 3
    respond(runtime, head, alarms(runtime)[0].id, Step.GROUNDLESS, "Une campagne d’affichage.")
    clock.moment += timedelta(days=365)
    look(runtime)
    assert len(told(runtime, "systemic_alarm_reminder")) == 3


def test_where_nobody_heads_the_service_somebody_else_hears(runtime: Runtime):
    rule(runtime, "rising_theme")
    receive_monthly(runtime, "parks", usual=1, now=12)
    admin = member(runtime, Role.ADMINISTRATOR, "parks", None)
    look(runtime)
    assert told(runtime) == [admin.name]


@pytest.fixture
def raised(runtime: Runtime) -> int:
    rule(runtime, "rising_theme")
    receive_monthly(runtime, "parks", usual=1, now=12)
    look(runtime)
    return alarms(runtime)[0].id


def respond(
    runtime: Runtime,
    actor: Actor,
    alarm: int,
    step: Step,
    text: str = "",
    recommendation: int | None = None,
    agency: str = "parks",
) -> None:
    with runtime.acting(actor) as work:
        respond_to_alarm(work, agency, alarm, step, text, recommendation)


@on_both
def test_what_became_of_it_stays_with_who_and_when(runtime: Runtime, raised: int):
    people = team(runtime)
    recommendation = recommend(runtime, file(runtime).number, people.writer)
    with pytest.raises(TransitionNotAllowedError):
        respond(runtime, people.head, raised, Step.CLOSED, "Fermée trop tôt.")
    respond(runtime, people.head, raised, Step.NOTED)
    with pytest.raises(IncompleteError):
        respond(runtime, people.head, raised, Step.EXPLAINED, " ")
    with pytest.raises(IncompleteError):
        respond(runtime, people.head, raised, Step.MEASURE, "Fait.", recommendation + 1)
    measure = "On revoit la lettre."
    respond(runtime, people.head, raised, Step.MEASURE, measure, recommendation)
    respond(runtime, people.president, raised, Step.CLOSED, "La lettre est envoyée.")
    with pytest.raises(TransitionNotAllowedError):
        respond(runtime, people.president, raised, Step.EXPLAINED, "Encore.")
    with runtime.reading(people.head) as session:
        found = alarm_by_id(session, "parks", raised)
        history = history_of(session, found)
        assert waiting_alarms(session) == (0, None)
    assert [(step.kind, step.text) for step in history] == [
        (Step.TOLD, ""),
        (Step.NOTED, ""),
        (Step.MEASURE, measure),
        (Step.CLOSED, "La lettre est envoyée."),
    ]
    assert (found.recommendation, found.remind_at) == (recommendation, None)
    assert history[-1].by == "Top_Authority.President.Parks"


def test_neither_an_officer_nor_another_agency_responds_to_it(runtime: Runtime, raised: int):
    with pytest.raises(NotAllowedError):
        respond(runtime, member(runtime), raised, Step.NOTED)
    stranger = member(runtime, Role.HEAD, "water", None)
    with pytest.raises(NotAllowedError):
        respond(runtime, stranger, raised, Step.NOTED)
    with pytest.raises(UnknownAlarmError):
        respond(runtime, stranger, raised, Step.NOTED, agency="water")
    analyst = member(runtime, Role.ANALYST, "parks", None)
    with pytest.raises(NotAllowedError):
        respond(runtime, analyst, raised, Step.NOTED, agency="")


def test_an_analyst_of_all_reads_it_and_does_not_respond_in_the_place_of_its_agency(
    app: Flask, runtime: Runtime, raised: int
):
    add_user(runtime, "ana@portrait.example", Role.ANALYST, None, None)
    analyst = member(runtime, Role.ANALYST, None, None)
    with pytest.raises(NotAllowedError):
        respond(runtime, analyst, raised, Step.NOTED)
    client = app.test_client()
    sign_in(client, "ana@portrait.example")
    page = client.get(f"/fr/gestion/parks/alertes/{raised}")
    assert page.status_code == 200
    assert "Votre réponse" not in page.text
    # The figures are for everybody who sees it; the complaints for those who may open them.
    assert "Voir les sujets mois par mois (RDP), jusqu’à novembre 2026" in page.text
    assert "Voir les plaintes" not in page.text
    path = f"/fr/gestion/parks/alertes/{raised}"
    assert client.post(path, data={"step": "noted"}).status_code == 403


def test_a_second_click_notes_nothing_twice_and_says_so(app: Flask, runtime: Runtime, raised: int):
    add_user(runtime, "head@parcs.example", Role.HEAD, "parks", None)
    head, path = app.test_client(), f"/fr/gestion/parks/alertes/{raised}"
    sign_in(head, "head@parcs.example")
    changed = "Une réponse a été notée depuis que vous avez ouvert cette page"
    for n, step in enumerate(("noted", "measure", "groundless")):
        form = {"version": str(n), "step": step, "reason": "On revoit la lettre."}
        assert f'name="version" value="{n}"' in head.get(path).text
        assert head.post(path, data=form).status_code == 303
        again = head.post(path, data=form)
        assert again.status_code == 409
        assert changed in again.text
        assert "On revoit la lettre." in again.text
    english = head.post(path.replace("/fr/gestion", "/en/office").replace("alertes", "alarms"))
    assert english.status_code == 422
    with runtime.acting(PORTAL) as work:
        found = alarm_by_id(work.session, "parks", raised)
        steps = [step.kind.value for step in history_of(work.session, found)]
    assert steps == ["told", "noted", "measure", "groundless"]


@on_both
def test_alarms_and_their_history_stay_in_their_agency(runtime: Runtime):
    rule(runtime, "rising_theme", "rising_everywhere")
    add_user(runtime, "ana@portrait.example", Role.ANALYST, None, None)
    for agency in ("parks", "water"):
        receive_monthly(runtime, agency, usual=1, now=20)
    look(runtime)
    owner = complainant(complaint(runtime, file(runtime).number).id)

    def seen_by(actor: Actor) -> list[str]:
        steps = select(AlarmRecord.agency).join(
            AlarmStepRecord, AlarmStepRecord.alarm_id == AlarmRecord.id
        )
        with runtime.reading(actor) as session:
            assert sorted(session.scalars(steps)) == sorted(
                session.scalars(select(AlarmRecord.agency))
            )
            of_steps = session.scalars(select(AlarmStepRecord.alarm_id)).all()
            seen = session.execute(select(AlarmRecord.id, AlarmRecord.agency)).all()
            assert sorted(of_steps) == sorted(row.id for row in seen)
            return sorted(row.agency for row in seen)

    assert seen_by(member(runtime, Role.HEAD)) == ["parks"]
    assert seen_by(member(runtime, Role.HEAD, "water", None)) == ["water"]
    assert seen_by(member(runtime, Role.ANALYST, None, None)) == ["", "parks", "water"]
    assert seen_by(member(runtime)) == seen_by(owner) == []
