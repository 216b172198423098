"""Alarms are raised once for each period, whoever looks, and told to those who can act."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from portal.complaints.letters.outbox import send_due
from portal.domain.actor import Actor, complainant
from portal.domain.errors import (
    IncompleteError,
    NotAllowedError,
    TransitionNotAllowedError,
    UnknownAlarmError,
)
from portal.domain.role import Role
from portal.features.alarms.actions import Watch, respond_to_alarm
from portal.features.alarms.records import AlarmRecord
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


def told(runtime: Runtime) -> list[str]:
    return [to for template, to in letters(runtime) if template == "systemic_alarm"]


@on_both
def test_a_rising_theme_is_told_once_to_the_head_and_the_top_authority(runtime: Runtime):
    rule(runtime, "rising_theme")
    head, top = (member(runtime, role) for role in (Role.HEAD, Role.TOP_AUTHORITY))
    member(runtime), member(runtime, Role.HEAD, "water", None)
    receive_monthly(runtime, "parks", usual=6, now=12)
    receive_monthly(runtime, "water", usual=12, now=12)
    assert look(runtime) == 1
    [alarm] = alarms(runtime)
    assert (alarm.rule, alarm.agency, alarm.theme, alarm.period) == (
        "rising_theme",
        "parks",
        "delay",
        "2026-11",
    )
    assert alarm.figures == {"now": 12, "usual": 6, "complaints": 10, "times": 2}
    assert told(runtime) == [head.name, top.name]
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


def test_the_next_month_is_another_alarm(runtime: Runtime, clock: FixedClock):
    rule(runtime, "rising_theme")
    receive_monthly(runtime, "parks", usual=1, now=12)
    look(runtime)
    clock.moment += timedelta(days=20)
    count(runtime, ("parks", "2026-12", "received", 0, 40))
    assert look(runtime) == 0
    receive(runtime, ("parks", "2026-12", "delay", 40))
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
        receive_monthly(runtime, agency, usual=2, now=6)
    assert look(runtime) == 1
    assert told(runtime) == ["ana@portrait.example"]
    send_due(runtime, runtime.now())
    text = str(mailbox.sent[-1].get_body(("plain",)).get_content())
    assert f"/fr/portrait/alertes/{alarms(runtime)[0].id}" in text
    assert "plusieurs organismes" in str(mailbox.sent[-1]["Subject"])


@on_both
def test_shares_and_recommendations_in_vain_are_counted_where_they_are(
    runtime: Runtime, clock: FixedClock
):
    rule(runtime, "founded", "missed_dates", "recommendations")
    people = team(runtime)
    count(
        runtime,
        ("parks", "2026-10", "finding_founded", 0, 4),
        ("parks", "2026-11", "finding_partly_founded", 0, 2),
        ("parks", "2026-11", "finding_unfounded", 0, 5),
        ("parks", "2026-11", "finding_settled", 0, 50),
        ("parks", "2026-11", "answer_due_kept", 0, 9),
        ("parks", "2026-11", "answer_due_missed", 0, 6),
        ("parks", "2026-08", "answer_due_missed", 0, 60),
        ("water", "2026-11", "answer_due_missed", 0, 9),
    )
    silent = [recommend(runtime, file(runtime).number, people.writer) for _ in range(2)]
    due_at = running(runtime, silent[1]).due_at
    assert due_at is not None
    clock.moment = due_at
    run_clocks(runtime, clock.moment)
    look(runtime)
    assert [(alarm.rule, alarm.agency) for alarm in alarms(runtime)] == [
        ("founded", "parks"),
        ("missed_dates", "parks"),
        ("recommendations", "parks"),
    ]
    assert alarms(runtime)[0].figures["part"] == 6
    assert alarms(runtime)[2].figures["late"] == 2


def test_without_rules_nothing_is_looked_at(runtime: Runtime):
    receive_monthly(runtime, "parks", usual=1, now=99)
    assert look(runtime) == 0


@pytest.fixture
def raised(runtime: Runtime) -> int:
    rule(runtime, "rising_theme")
    receive_monthly(runtime, "parks", usual=1, now=12)
    look(runtime)
    return alarms(runtime)[0].id


def respond(runtime: Runtime, actor: Actor, *values: object, agency: str = "parks") -> None:
    with runtime.acting(actor) as work:
        respond_to_alarm(work, agency, *values)  # type: ignore[arg-type]


def test_it_is_responded_to_once_with_a_reason_or_a_recommendation(runtime: Runtime, raised: int):
    people = team(runtime)
    recommendation = recommend(runtime, file(runtime).number, people.writer)
    with pytest.raises(IncompleteError):
        respond(runtime, people.head, raised, " ")
    with pytest.raises(IncompleteError):
        respond(runtime, people.head, raised, "Fait.", recommendation + 1)
    respond(runtime, people.head, raised, "On revoit la lettre.", recommendation)
    [record] = alarms(runtime)
    assert (record.responded_by, record.recommendation_id) == (people.head.user_id, recommendation)
    with pytest.raises(TransitionNotAllowedError):
        respond(runtime, people.president, raised, "Encore.")


def test_neither_an_officer_nor_another_agency_responds_to_it(runtime: Runtime, raised: int):
    with pytest.raises(NotAllowedError):
        respond(runtime, member(runtime), raised, "Vu.")
    stranger = member(runtime, Role.HEAD, "water", None)
    with pytest.raises(NotAllowedError):
        respond(runtime, stranger, raised, "Vu.")
    with pytest.raises(UnknownAlarmError):
        respond(runtime, stranger, raised, "Vu.", agency="water")
    with pytest.raises(NotAllowedError):
        respond(runtime, member(runtime, Role.ANALYST, "parks", None), raised, "Vu.", agency="")


def test_an_analyst_of_all_reads_it_and_does_not_respond_in_the_place_of_its_agency(
    app: Flask, runtime: Runtime, raised: int
):
    add_user(runtime, "ana@portrait.example", Role.ANALYST, None, None)
    analyst = member(runtime, Role.ANALYST, None, None)
    with pytest.raises(NotAllowedError):
        respond(runtime, analyst, raised, "Vu.")
    client = app.test_client()
    sign_in(client, "ana@portrait.example")
    page = client.get(f"/fr/gestion/parks/alertes/{raised}")
    assert page.status_code == 200
    assert "Votre réponse" not in page.text
    path = f"/fr/gestion/parks/alertes/{raised}"
    assert client.post(path, data={"reason": "Vu."}).status_code == 403


@on_both
def test_alarms_stay_in_their_agency(runtime: Runtime):
    rule(runtime, "rising_theme", "rising_everywhere")
    add_user(runtime, "ana@portrait.example", Role.ANALYST, None, None)
    for agency in ("parks", "water"):
        receive_monthly(runtime, agency, usual=1, now=12)
    look(runtime)
    owner = complainant(complaint(runtime, file(runtime).number).id)

    def seen_by(actor: Actor) -> list[str]:
        with runtime.reading(actor) as session:
            return sorted(session.scalars(select(AlarmRecord.agency)))

    assert seen_by(member(runtime, Role.HEAD)) == ["parks"]
    assert seen_by(member(runtime, Role.HEAD, "water", None)) == ["water"]
    assert seen_by(member(runtime)) == seen_by(owner) == []
