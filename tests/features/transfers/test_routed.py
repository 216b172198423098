"""For 30 days the intake desk sees what it routed, and nothing of its content."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from portal.domain.role import Role
from portal.features.conflicts_of_interest.records import ConflictRecord
from portal.runtime import Runtime
from tests.complaints.cases import complaint
from tests.features.transfers.transferred import route
from tests.pages.office.people import case_path, sign_in, signed_in, words
from tests.support import FixedClock, add_user, file, on_both

STORY = "La fontaine zouave coule sans arrêt."
PAGE = "/fr/gestion/desk/remises"


@on_both
def test_it_sees_to_whom_when_and_why_and_where_it_stands(
    app: Flask, runtime: Runtime, clock: FixedClock
):
    number = file(runtime, "desk", story=STORY).number
    desk = signed_in(app, runtime, "aline@guichet.example", Role.INTAKE, "desk", None)
    assert "Rien n’a été remis" in words(desk.get(PAGE).text)
    route(runtime, number, "water", reason="C’est l’eau.")
    page = desk.get(PAGE).text
    assert f"{number} · Service des eaux" in words(page)
    assert "C’est l’eau." in words(page)
    assert "Nouvelle" in words(page)
    assert "zouave" not in page
    assert desk.get(case_path(number, agency="desk")).status_code == 404
    assert desk.get(case_path(number, agency="water")).status_code == 403
    clock.moment += timedelta(days=30, seconds=1)
    sign_in(desk, "aline@guichet.example")
    assert number not in desk.get(PAGE).text


def test_no_other_agency_has_such_a_page(app: Flask, runtime: Runtime):
    stranger = signed_in(app, runtime, "paul@eaux.example", Role.INTAKE, "water", None)
    assert stranger.get("/fr/gestion/water/remises").status_code == 404
    assert stranger.get(PAGE).status_code == 403


def test_whoever_it_concerns_sees_not_even_that_it_was_routed(app: Flask, runtime: Runtime):
    number = file(runtime, "desk", story=STORY).number
    aline = add_user(runtime, "aline@guichet.example", Role.INTAKE, "desk", None)
    desk = app.test_client()
    sign_in(desk, "aline@guichet.example")
    route(runtime, number, "water", reason="C’est l’eau.")
    assert number in desk.get(PAGE).text
    with runtime.transaction() as session:
        named = {"complaint_id": complaint(runtime, number).id, "user_id": aline}
        session.add(ConflictRecord(**named, origin="found", at=runtime.now()))
    assert number not in desk.get(PAGE).text


@on_both
def test_somebody_of_the_desk_without_an_agency_works_at_the_desk_alone(
    app: Flask, runtime: Runtime
):
    here, there = file(runtime, "desk").number, file(runtime, "parks").number
    client = signed_in(app, runtime, "aline@guichet.example", Role.INTAKE, None, None)
    assert client.get(case_path(here, agency="desk")).status_code == 200
    assert client.get(case_path(there)).status_code == 403
    version = complaint(runtime, there).version
    client.post(case_path(there, "note"), data={"body": "Vue.", "version": str(version)})
    assert complaint(runtime, there).version == version
    page = client.get("/fr/gestion/desk/file?vue=equipe").text
    assert here in page
    assert there not in page
