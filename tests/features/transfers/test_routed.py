"""Who handed a complaint over keeps to whom, when and why, and nothing of its content."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from portal.domain.role import Role
from portal.features.conflicts_of_interest.records import ConflictRecord, of_person
from portal.runtime import Runtime
from tests.complaints.cases import complaint
from tests.features.transfers.transferred import WHY, route, transferred
from tests.pages.office.people import case_path, sign_in, signed_in, without_token, words
from tests.support import FixedClock, add_user, file, on_both

STORY = "La fontaine zouave coule sans arrêt."
PAGE, OF_PARKS = "/fr/gestion/desk/remises", "/fr/gestion/parks/remises"


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
    assert "au plus tard le" in words(page)
    assert "à 0 h" not in words(page)
    assert "zouave" not in page
    assert desk.get(case_path(number, agency="desk")).status_code == 404
    assert desk.get(case_path(number, agency="water")).status_code == 403
    clock.moment += timedelta(days=30, seconds=1)
    sign_in(desk, "aline@guichet.example")
    assert number not in desk.get(PAGE).text


@on_both
def test_an_agency_keeps_to_whom_when_and_why_however_long_ago(
    app: Flask, runtime: Runtime, clock: FixedClock
):
    number = file(runtime, story=STORY).number
    claire = signed_in(app, runtime)
    assert "Rien n’a été remis à un autre organisme" in words(claire.get(OF_PARKS).text)
    transferred(runtime, number)
    clock.moment += timedelta(days=400)
    sign_in(claire, "claire@parcs.example")
    page = claire.get(OF_PARKS).text
    assert f"{number} · Service des eaux Remise : " in words(page)
    assert WHY in words(page)
    assert "zouave" not in page
    assert "Nouvelle" not in page
    assert "au plus tard le" not in words(page)


@on_both
def test_a_search_by_the_number_leads_to_what_was_handed_over(app: Flask, runtime: Runtime):
    number, other = file(runtime).number, file(runtime).number
    transferred(runtime, number)
    transferred(runtime, other)
    claire = signed_in(app, runtime)
    found = claire.get(f"/fr/gestion/parks/file?vue=equipe&q={number}").text
    assert f'href="{OF_PARKS}?q={number}"' in found
    page = words(claire.get(f"{OF_PARKS}?q={number}").text)
    assert f"{number} · Service des eaux" in page
    assert other not in page
    assert f'href="{OF_PARKS}"' in claire.get("/fr/gestion/parks/file?vue=fermees").text
    unknown = claire.get(f"{OF_PARKS}?q=2026-999999").text
    assert "Cette plainte n’a pas été remise par votre organisme" in words(unknown)


def test_a_number_that_is_elsewhere_looks_like_one_that_does_not_exist(
    app: Flask, runtime: Runtime
):
    elsewhere = file(runtime, "water").number
    claire = signed_in(app, runtime)
    for path in (f"{OF_PARKS}?q=", "/fr/gestion/parks/file?vue=equipe&q="):
        pages = {
            without_token(claire.get(path + number).text, number)
            for number in (elsewhere, "2026-999999")
        }
        assert len(pages) == 1, path


def test_the_page_of_a_number_that_left_leads_to_whom_it_went_when_and_why(
    app: Flask, runtime: Runtime
):
    number = file(runtime).number
    claire = signed_in(app, runtime)
    transferred(runtime, number)
    for answer in (
        claire.get(case_path(number)),
        claire.post(case_path(number, "note"), data={"body": "Elle a rappelé hier."}),
    ):
        assert answer.status_code == 404
        assert f'href="{OF_PARKS}?q={number}"' in answer.text
    there = words(claire.get(f"{OF_PARKS}?q={number}").text)
    assert number in there
    assert "Remise" in there


def test_it_opens_for_whoever_sees_all_of_the_agency(app: Flask, runtime: Runtime):
    number = file(runtime).number
    transferred(runtime, number)
    auditor = signed_in(app, runtime, "audit@parcs.example", Role.AUDITOR, post=None)
    assert number in auditor.get(OF_PARKS).text
    manager = signed_in(app, runtime, "palier@parcs.example", Role.MANAGER, post="director")
    assert manager.get(OF_PARKS).status_code == 403
    assert OF_PARKS not in manager.get(f"/fr/gestion/parks/file?vue=fermees&q={number}").text
    stranger = signed_in(app, runtime, "paul@eaux.example", agency="water")
    assert number not in stranger.get("/fr/gestion/water/remises").text
    assert stranger.get(OF_PARKS).status_code == 403
    assert stranger.get(PAGE).status_code == 403


def test_whoever_it_concerns_sees_not_even_that_it_was_routed(app: Flask, runtime: Runtime):
    number = file(runtime, "desk", story=STORY).number
    aline = add_user(runtime, "aline@guichet.example", Role.INTAKE, "desk", None)
    desk = app.test_client()
    sign_in(desk, "aline@guichet.example")
    route(runtime, number, "water", reason="C’est l’eau.")
    assert number in desk.get(PAGE).text
    with runtime.transaction() as session:
        named = {"complaint_id": complaint(runtime, number).id, **of_person(aline)}
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
