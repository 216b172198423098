"""Administrators merge, split and rename on pages: the effect first, then for good."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.domain.role import Role
from portal.features.organisation_changes.actions import change_agencies
from portal.runtime import Runtime
from tests.complaints.cases import complaint
from tests.pages.office.people import signed_in, words
from tests.releases.lakes import begin, publish
from tests.support import FixedClock, file

HOME = "/fr/reglages/parks/changements"
FIRST_OF_APRIL = {"on-day": "1", "on-month": "avril", "on-year": "2027"}
TODAY = {"on-day": "24", "on-month": "11", "on-year": "2026"}
NAMES = {"name_fr": "Agence de la nature", "name_en": "Nature agency", "short_name": "AN"}


def confirm(admin: FlaskClient, page: str, form: dict[str, str]) -> str:
    """See the effect of a form, confirm it, and return what the next page says."""
    shown = admin.post(f"{HOME}/{page}", data={**form, "preview": "yes"}).text
    seen = re.search(r'name="seen" value="(\w+)"', shown)
    assert seen is not None, words(shown)
    sure = {**form, "seen": seen[1], "confirm": "yes"}
    return words(admin.post(f"{HOME}/{page}", data=sure, follow_redirects=True).text)


def test_the_effect_is_shown_before_anything_is_kept(portal_admin: FlaskClient, runtime: Runtime):
    file(runtime, category="trail")
    form = {"into": "water", **TODAY, "preview": "yes"}
    page = portal_admin.post(f"{HOME}/remplacer", data=form)
    told = words(page.text)
    assert "1 plainte en cours suit. Aucune date promise ne bouge." in told
    assert "État d’un sentier 1 plainte en cours" in told
    assert 'value="water:bill" selected' in page.text
    assert "Aucun changement n’est prévu." in words(portal_admin.get(HOME).text)


def test_a_merge_is_confirmed_and_done(portal_admin: FlaskClient, runtime: Runtime):
    number = file(runtime, category="trail").number
    told = confirm(portal_admin, "remplacer", {"into": "water", **TODAY})
    assert "Le changement est enregistré." in told
    assert "24 novembre 2026 Fusion Service des eaux en cours" in told
    change_agencies(runtime, runtime.now())
    assert complaint(runtime, number).agency == "water"
    assert "fait 1 plainte a suivi." in words(portal_admin.get(HOME).text)


def test_only_what_was_seen_is_confirmed(portal_admin: FlaskClient):
    confirmed = {"into": "water", **TODAY, "confirm": "yes", "seen": "something else"}
    page = portal_admin.post(f"{HOME}/remplacer", data=confirmed)
    assert page.status_code == 200
    assert "Sujet par sujet" in page.text
    assert "Aucun changement n’est prévu." in words(portal_admin.get(HOME).text)


def test_subjects_chosen_for_another_successor_are_proposed_anew(portal_admin: FlaskClient):
    form = {"into": "water", **TODAY, "shown": "lakes", "to-trail": "lakes:mud"}
    page = portal_admin.post(f"{HOME}/remplacer", data=form)
    assert page.status_code == 200
    assert page.text.count('value="water:bill" selected') == 3


def test_a_change_to_come_is_seen_and_called_off(
    portal_admin: FlaskClient, runtime: Runtime, clock: FixedClock
):
    told = confirm(portal_admin, "remplacer", {"into": "water", **FIRST_OF_APRIL})
    assert "1er avril 2027 Fusion Service des eaux attend son jour" in told
    arriving = words(portal_admin.get("/fr/reglages/water/changements").text)
    assert "À partir du 1er avril 2027, prend la place de : Régie des parcs" in arriving
    public = words(portal_admin.get("/en/agencies/parks").text)
    assert "From 1 April 2027 on, in its place: Water board" in public
    answer = portal_admin.post(HOME, data={"change": "1"}, follow_redirects=True)
    assert "Le changement est annulé. Rien n’a bougé." in words(answer.text)
    assert runtime.agencies.in_force.successions == {}
    again = portal_admin.post(HOME, data={"change": "1"}, follow_redirects=True)
    assert "il ne peut plus être annulé" in words(again.text)


def test_a_new_name_is_seen_kept_and_in_force_on_its_day(
    portal_admin: FlaskClient, runtime: Runtime, clock: FixedClock
):
    told = confirm(portal_admin, "nom", {**NAMES, **FIRST_OF_APRIL})
    assert "1er avril 2027 Nouveau nom Agence de la nature attend son jour" in told
    assert runtime.agencies.agency("parks").name.fr == "Régie des parcs"
    clock.moment = clock.moment.replace(year=2027, month=4, day=1)
    change_agencies(runtime, clock())
    named = runtime.agencies.agency("parks").settings.agency
    assert (named.name.en, named.short_name) == ("Nature agency", "AN")
    assert [body.name.en for body in named.successor_of] == ["Trails office", "Parks board"]
    assert str(named.successor_of[-1].until) == "2027-03-31"


def test_the_pages_speak_english(portal_admin: FlaskClient):
    page = words(portal_admin.get("/en/settings/parks/changes").text)
    assert "Replace this agency by one or several others" in page
    form = {"into": "water", **FIRST_OF_APRIL, "on-month": "April"}
    told = words(portal_admin.post("/en/settings/parks/changes/replace", data=form).text)
    assert "No open complaint" in told
    assert "State of a trail" in told
    named = {**NAMES, **FIRST_OF_APRIL}
    told = words(portal_admin.post("/en/settings/parks/changes/name", data=named).text)
    assert "Parks board → Nature agency , from 1 April 2027 on" in told


@pytest.mark.parametrize(
    ("page", "form", "told"),
    [
        ("remplacer", TODAY, "Choisissez l’organisme qui prend la place de celui-ci"),
        ("remplacer", {"into": "water", "on-day": "31", "on-month": "2"}, "Écrivez le jour"),
        ("remplacer", {"into": "water", **TODAY, "on-day": "23"}, "Choisissez aujourd’hui"),
        ("remplacer", {"into": "nowhere", **TODAY}, "Choisissez l’organisme qui prend"),
        (
            "remplacer",
            {"into": "water", **TODAY, "shown": "water", "to-trail": "water:nowhere"},
            "Choisissez une catégorie de la liste",
        ),
        ("nom", {**NAMES, **TODAY, "name_en": ""}, "Écrivez le nom en anglais"),
        ("nom", {**NAMES, **TODAY, "on-year": "2025"}, "Choisissez aujourd’hui"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    portal_admin: FlaskClient, page: str, form: dict[str, str], told: str
):
    answer = portal_admin.post(f"{HOME}/{page}", data={**form, "confirm": "yes"})
    assert answer.status_code == 422
    assert told in words(answer.text)
    for value in (form.get("on-day", ""), form.get("name_fr", "")):
        assert f'value="{value}"' in answer.text or not value


def test_nobody_hands_an_agency_to_one_they_do_not_administer(app: Flask, runtime: Runtime):
    own = signed_in(app, runtime, role=Role.ADMINISTRATOR, post=None)
    page = own.get(f"{HOME}/remplacer").text
    assert "Vous devez aussi administrer" in words(page)
    answer = own.post(f"{HOME}/remplacer", data={"into": "water", **TODAY, "confirm": "yes"})
    assert answer.status_code == 422
    assert runtime.agencies.in_force.successions == {}


@pytest.fixture
def lakes(runtime: Runtime) -> None:
    """A third agency, so that there is more than one to choose from."""
    begin(runtime)
    publish(runtime)


def page_of(admin: FlaskClient, **form: str) -> str:
    shown = {"into": "water", "shown": "water", **TODAY, "preview": "yes", **form}
    return admin.post(f"{HOME}/remplacer", data=shown).text


@pytest.mark.usefixtures("lakes")
def test_an_agency_is_parted_by_its_units(portal_admin: FlaskClient, runtime: Runtime):
    number, other = file(runtime, category="trail").number, file(runtime, category="welcome").number
    page = page_of(portal_admin)
    assert "Unité par unité" in page
    assert '<label class="c-label" for="unit-trails">Sentiers</label>' in page
    told = confirm(portal_admin, "remplacer", {"into": "water", **TODAY, "unit-trails": "lacs"})
    assert "Division" in told
    change_agencies(runtime, runtime.now())
    assert complaint(runtime, number).agency == "lacs"
    assert complaint(runtime, other).agency == "water"


@pytest.mark.usefixtures("lakes")
def test_subjects_follow_their_unit_until_they_are_changed_by_hand(portal_admin: FlaskClient):
    by_rest = {"to-trail": "water:bill", "to-welcome": "water:bill"}
    page = page_of(portal_admin, **by_rest, **{"unit-trails": "lacs", "shown-unit-trails": ""})
    assert 'value="lacs:ice" selected' in page
    by_hand = {"unit-trails": "lacs", "shown-unit-trails": "lacs", "to-trail": "water:bill"}
    page = page_of(portal_admin, **by_hand)
    assert 'value="lacs:ice" selected' not in page
    assert '<option value="lacs" selected>' in page


@pytest.mark.usefixtures("lakes")
def test_a_unit_that_is_none_is_refused(portal_admin: FlaskClient):
    page = page_of(portal_admin, **{"unit-nowhere": "lacs"})
    assert "Choisissez une unité de la liste" in page
    assert "Unit by unit" in words(
        portal_admin.post(
            "/en/settings/parks/changes/replace", data={"into": "water", **TODAY, "on-month": "11"}
        ).text
    )


def test_with_one_possible_successor_there_is_no_unit_to_choose(portal_admin: FlaskClient):
    assert "Unité par unité" not in page_of(portal_admin)
