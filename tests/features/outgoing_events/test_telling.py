"""What happens is told to an agency's plugin: once, in its order, and again while it fails."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from flask import Flask

from portal.agencies.agency import Agency
from portal.agencies.plugins.hosted import load_hosted
from portal.agencies.registry import Registry
from portal.complaints.handling import casework, following
from portal.domain.actor import complainant
from portal.domain.event import Event
from portal.domain.role import Role
from portal.features.outgoing_events import actions_sending
from portal.features.outgoing_events.actions_sending import tell_due
from portal.features.outgoing_events.rules import TRIED_FOR
from portal.plugin_api import hookimpl
from portal.runtime import Runtime
from portal.worker.due_clocks import run_clocks
from tests.agencies.plugins.installed import Install, install
from tests.complaints.cases import act, complaint, member
from tests.features.outgoing_events.listening import Listening, Teller
from tests.pages.office.people import signed_in, words
from tests.support import TUESDAY, file, on_both

__all__ = ["install"]

LATER = TUESDAY + timedelta(days=60)
PAGE = "/fr/reglages/parks/evenements"
HOOKS = "complaint_filed", "complaint_status_changed", "complaint_escalated", "message_added"


def live(runtime: Runtime) -> str:
    """Let a complaint be filed, asked about, and written to by its person; return its number."""
    number, claire = file(runtime).number, member(runtime)
    them = complainant(complaint(runtime, number).id)
    act(runtime, number, casework.record_first_contact, claire)
    act(runtime, number, casework.ask_complainant, claire, body="Quel sentier?")
    act(runtime, number, following.write_message, them, body="Le grand.", once="a")
    return number


@on_both
def test_a_life_is_told_in_its_order_once_and_without_words(runtime: Runtime):
    teller, plugin = Teller(runtime), Listening()
    file(runtime)
    teller.listen(plugin)
    file(runtime, "water")
    number = live(runtime)
    assert teller.run() == 6
    run_clocks(runtime, LATER)
    assert teller.run(LATER) == 2
    filed, changed, escalated, message = HOOKS
    of_it = [(hook, what) for hook, event_id, what in plugin.told if event_id.startswith(number)]
    assert of_it == [
        (filed, None),
        (changed, ("received", "taken_in_charge")),
        (changed, ("taken_in_charge", "waiting")),
        (message, False),
        (changed, ("waiting", "under_review")),
        (message, True),
        (escalated, (1, 2)),
    ]
    assert {complaint.agency for complaint in plugin.complaints} == {"parks"}
    assert len({event_id for _, event_id, _ in plugin.told}) == 8
    assert "Gagnon" not in repr(plugin.complaints)
    teller.run(LATER)
    Teller(runtime).run(LATER)
    assert len(plugin.tried) == 8


@on_both
def test_what_fails_holds_up_its_complaint_alone_and_becomes_a_dead_letter(runtime: Runtime):
    teller, broken = Teller(runtime), list[str]()

    def fails(event: Event) -> None:
        if event.id.startswith(f"{broken[0]}-1-"):
            raise ValueError("Michel Gagnon")

    plugin = Listening(fails)
    teller.listen(plugin)
    broken.append(live(runtime))
    fine = file(runtime).number
    assert teller.run() == 1
    assert [event_id for _, event_id, _ in plugin.told] == [f"{fine}-1-complaint_filed"]
    first = teller.rows()[0]
    assert (first.attempts, first.problem) == (1, "raised ValueError")
    now = TUESDAY
    while now < TUESDAY + TRIED_FOR:
        teller.run(now)
        now += timedelta(hours=3)
    assert {event_id for event_id, _ in plugin.tried if broken[0] in event_id} == {first.event_id}
    teller.run(TUESDAY + TRIED_FOR + timedelta(hours=6))
    given_up, *others = [row for row in teller.rows() if row.number == broken[0]]
    assert given_up.failed_at is not None
    assert [attempt for event_id, attempt in plugin.tried if event_id == first.event_id] == list(
        range(1, given_up.attempts + 1)
    )
    assert [row.sent_at is not None for row in others] == [True] * 5


def test_what_is_wrong_with_one_agency_stops_the_events_of_no_other(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
):
    teller, plugin = Teller(runtime), Listening()
    teller.listen(plugin)
    numbers = [file(runtime).number for _ in range(2)]
    teller.gather(TUESDAY)
    known, asked = Registry.agency, list[str]()

    def lost_once(registry: Registry, code: str) -> Agency:
        asked.append(code)
        return known(registry, "gone" if len(asked) == 1 else code)

    monkeypatch.setattr(Registry, "agency", lost_once)
    assert tell_due(runtime, TUESDAY) == 1
    assert [row.problem for row in teller.rows()] == ["raised UnknownAgencyError", None]
    assert tell_due(runtime, TUESDAY + timedelta(hours=1)) == 1
    assert {event_id[:11] for _, event_id, _ in plugin.told} == {*numbers}


def test_an_administrator_sees_why_and_has_it_told_again(app: Flask, runtime: Runtime):
    teller, fails = Teller(runtime), [True]

    def failing(_event: Event) -> None:
        if fails[0]:
            raise ValueError("Michel Gagnon")

    plugin = Listening(failing)
    teller.listen(plugin)
    number = file(runtime).number
    teller.run()
    teller.run(TUESDAY + TRIED_FOR)
    admin = signed_in(app, runtime, role=Role.ADMINISTRATOR, post=None)
    home = words(admin.get("/fr/reglages/parks").text)
    assert "Un événement n’a pas pu être transmis au module" in home
    page = words(admin.get(PAGE).text)
    assert f"{number} Plainte reçue, 24 novembre 2026 à 10 h 2" in page
    assert "Le module s’est arrêté sur une erreur" in page
    assert "Gagnon" not in page
    assert "Never told" in words(admin.get("/en/settings/parks/events").text)
    fails[0] = False
    for _ in range(2):
        again = {"event": teller.rows()[0].id}
        page = words(admin.post(f"{PAGE}/transmettre", data=again, follow_redirects=True).text)
    assert "Jamais transmis" not in page
    # Pages read anew what is in force, where the agency has no plugin.
    teller.listen(plugin)
    assert teller.run() == 1
    assert [event_id for _, event_id, _ in plugin.told] == [f"{number}-1-complaint_filed"]
    assert {event_id for event_id, _ in plugin.tried} == {f"{number}-1-complaint_filed"}


def test_one_that_hangs_keeps_nobody_waiting_and_its_questions_are_still_asked(
    runtime: Runtime, install: Install, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("portal.agencies.told.EVENT_SECONDS", 0.5)
    code = "@hookimpl\ndef complaint_filed(event):\n    time.sleep(60)\n"
    code += "@hookimpl\ndef receiving_unit(draft):\n    return 'trails'\n"
    teller, plugin, water = Teller(runtime), load_hosted(install("slow", code)), Listening()
    teller.listen(plugin)
    teller.listen(water, "water")
    for _ in range(5):
        file(runtime)
    number = file(runtime, "water").number
    began = time.monotonic()
    assert teller.run() == 1
    assert time.monotonic() - began < 3
    assert [event_id for _, event_id, _ in water.told] == [f"{number}-1-complaint_filed"]
    rows = [row for row in teller.rows() if row.agency == "parks"]
    assert sorted(row.attempts for row in rows) == [0, 0, 0, 0, 1]
    assert [row.problem for row in rows if row.attempts] == ["took too long"]
    assert runtime.agencies.agency("parks").consult().failures == []
    assert plugin.ask("receiving_unit", {"draft": None}, None, 5) == "trails"


def test_a_worker_that_dies_while_it_tells_tells_it_again_under_the_same_id(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
):
    teller, plugin = Teller(runtime), Listening()
    teller.listen(plugin)
    number = file(runtime).number
    with monkeypatch.context() as patched:
        patched.setattr(actions_sending, "_mark", dies)
        with pytest.raises(SystemExit):
            teller.run()
    assert teller.run() == 0
    assert teller.run(TUESDAY + timedelta(minutes=2)) == 1
    event_id = f"{number}-1-complaint_filed"
    assert plugin.tried == [(event_id, 1), (event_id, 2)]


def dies(*_arguments: object, **_changes: object) -> None:
    raise SystemExit


def test_a_plugin_that_asks_for_one_kind_is_told_no_other(runtime: Runtime):
    told: list[bool] = []

    class OnlyMessages:
        @hookimpl
        def message_added(self, from_complainant: bool) -> None:
            told.append(from_complainant)

    teller = Teller(runtime)
    teller.listen(OnlyMessages())
    live(runtime)
    assert teller.run() == 2
    assert told == [False, True]
