"""An organisation was replaced: its pages and its drafts lead on, and nothing typed is lost."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from portal.runtime import Runtime
from tests.features.organisation_changes.successions import merge, split
from tests.pages.citizen.journeys import REPLY, STORY, at, begin, post, to_check, to_reply
from tests.pages.office.people import words
from tests.support import file


def test_a_draft_begun_before_goes_to_the_successor_with_every_word(
    client: FlaskClient, runtime: Runtime
):
    draft = to_check(client)
    merge(runtime)
    page = client.get(at(draft, "verifier"), follow_redirects=True)
    told = words(page.text)
    assert "Service des eaux prend la place de : Régie des parcs." in told
    for typed in ("Le sentier du lac est fermé", "Quel sentier? Sentier du lac", "Michel Gagnon"):
        assert typed in told, typed
    assert "Depuis quand? 1er novembre 2026" in told
    assert post(client, draft, "verifier").location == at(draft, "envoyee")
    assert "Service des eaux" in words(client.get(at(draft, "envoyee")).text)


def test_nothing_is_sent_to_the_old_agency_from_a_page_that_was_open(
    client: FlaskClient, runtime: Runtime
):
    draft = to_check(client)
    merge(runtime)
    answer = post(client, draft, "verifier")
    assert answer.location == at(draft, "verifier")
    assert "prend la place de" in client.get(answer.location).text


def test_what_is_sent_from_a_page_that_was_open_is_kept(client: FlaskClient, runtime: Runtime):
    draft = to_reply(client)
    merge(runtime)
    client.post(at(draft, "reponse"), data=REPLY)
    page = client.get(at(draft, "verifier"), follow_redirects=True)
    assert "m.gagnon@exemple.org" in page.text


def test_a_draft_is_led_on_once(client: FlaskClient, runtime: Runtime):
    draft = to_check(client)
    merge(runtime)
    client.get(at(draft, "verifier"), follow_redirects=True)
    again = words(client.get(at(draft, "verifier")).text)
    assert "prend la place de" not in again
    assert again.count("Quel sentier?") == 1


def test_whoever_still_chooses_the_old_agency_is_led_on(client: FlaskClient, runtime: Runtime):
    merge(runtime)
    draft = begin(client, organisme="parks", mots="boue")
    page = client.get(at(draft, "recit"), follow_redirects=True)
    assert "Service des eaux" in page.text
    post(client, draft, "recit", recit=STORY)
    assert client.get(at(draft, "reponse")).status_code == 200


@pytest.mark.parametrize(
    ("path", "name"), [("/fr/organismes", "Service des eaux"), ("/en/agencies", "Water board")]
)
def test_the_old_agencys_page_leads_to_the_successor(
    client: FlaskClient, runtime: Runtime, path: str, name: str
):
    merge(runtime)
    page = client.get(f"{path}/parks", follow_redirects=True)
    assert page.request.path == f"{path}/water"
    assert name in words(page.text)
    listed = client.get(path).text
    assert f"{path}/parks" not in listed
    old = {"fr": "Prend la place de : Régie des parcs", "en": "Takes the place of: Parks board"}
    assert old[path[1:3]] in words(page.text)


def test_the_page_of_an_agency_that_was_split_names_who_has_which_subject(
    client: FlaskClient, runtime: Runtime
):
    split(runtime)
    page = words(client.get("/en/agencies/parks").text)
    assert "This agency no longer receives complaints" in page
    assert "Water board Welcome Other" in page
    assert "Complaints desk State of a trail" in page


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_follow_up_page_says_who_has_the_complaint_now(
    client: FlaskClient, runtime: Runtime, language: str
):
    receipt = file(runtime)
    merge(runtime)
    form = {"numero": receipt.number, "code": receipt.code}
    place = {"fr": "/fr/suivi", "en": "/en/follow"}[language]
    page = words(client.post(place, data=form, follow_redirects=True).text)
    told = {
        "fr": "Service des eaux prend la place de : Régie des parcs. "
        "Les dates promises restent les mêmes.",
        "en": "Water board takes the place of: Parks board. The promised dates stay the same.",
    }
    assert told[language] in page
