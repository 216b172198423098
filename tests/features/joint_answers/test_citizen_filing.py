"""Other agencies are ticked where agencies are proposed, or added before sending."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from portal.features.joint_answers import actions_filing
from portal.features.joint_answers.rules import NamedAgency, OtherAgencies, named_in
from portal.runtime import Runtime
from tests.complaints.cases import complaint
from tests.features.joint_answers.asked_parts import parts
from tests.features.joint_answers.third_agency import put_air_in_force
from tests.pages.citizen.journeys import (
    ANSWERS,
    REPLY,
    STORY,
    at,
    begin,
    number_in,
    post,
    sent,
    to_check,
)
from tests.pages.office.people import words

PAGE = "autres-organismes"
ABOUT = {"nomme": "water", "autre-sujet-water": "Leur conduite fuit."}


@pytest.fixture
def three(runtime: Runtime, agency_files: Path) -> Runtime:
    put_air_in_force(runtime, agency_files)
    return runtime


def found(client: FlaskClient, draft: str) -> str:
    return client.get(at(draft, "organisme")).text


def shown(client: FlaskClient, draft: str, page: str) -> str:
    return words(client.get(at(draft, page)).text)


def test_what_is_ticked_beside_the_agency_is_asked_about_before_the_check(
    client: FlaskClient, three: Runtime
):
    draft = begin(client, mots="sentier fermé, facture d’eau fausse, odeur de fumée")
    page = found(client, draft)
    assert page.count('name="aussi"') == page.count('name="propose"') == 3
    assert "checked" not in page
    ticked = {"aussi": ["water", "air"], "propose": ["parks", "water", "air"]}
    post(client, draft, "organisme", organisme="parks", **{"categorie-parks": "trail"}, **ticked)
    post(client, draft, "recit", recit=STORY)
    post(client, draft, "questions", **ANSWERS)
    assert post(client, draft, "reponse", **REPLY).location == at(draft, PAGE)
    asked = client.get(at(draft, PAGE)).text
    assert "Étape 4 de 5" in words(asked)
    assert "checked" not in asked
    assert "c-err" not in asked
    assert client.get(at(draft, "verifier")).location == at(draft, PAGE)


def test_the_agencies_stand_before_how_several_are_ticked(client: FlaskClient, three: Runtime):
    page = words(found(client, begin(client, mots="sentier fermé, facture d’eau fausse")))
    told = "Plus d’un organisme est en cause?"
    assert page.index("possible") < page.index(told) < page.index("Vous ne savez pas?")


def test_other_words_keep_what_was_ticked_and_a_tick_can_be_taken_away(
    client: FlaskClient, three: Runtime
):
    draft = begin(client, mots="sentier fermé, facture d’eau fausse")
    shown_codes = {"propose": ["parks", "water"]}
    post(client, draft, "organisme", mots="odeur de fumée", aussi="water", **shown_codes)
    page = found(client, draft)
    assert "Organismes déjà cochés" in words(page)
    assert 'value="water" checked' in page
    post(client, draft, "organisme", mots="odeur de fumée", propose=["water", "air"])
    assert "checked" not in found(client, draft)


def test_the_list_and_the_desk_keep_what_was_ticked_too(client: FlaskClient, three: Runtime):
    ticked = {"aussi": "water", "propose": ["parks", "water"]}
    for chosen in ({"choisir-liste": "yes", "liste": "air"}, {"organisme": "desk"}):
        draft = begin(client, mots="sentier fermé, facture d’eau fausse")
        answer = post(client, draft, "organisme", **chosen, **ticked)
        assert answer.location == at(draft, "recit")
        assert "Service des eaux" in shown(client, draft, PAGE)


def test_it_is_added_on_the_check_page_with_what_it_reads_and_its_date(
    client: FlaskClient, runtime: Runtime
):
    draft = to_check(client)
    assert f'href="{at(draft, PAGE)}#autre"' in client.get(at(draft, "verifier")).text
    assert "Guichet" not in client.get(at(draft, PAGE)).text.split('id="autre"')[1]
    assert post(client, draft, PAGE, autre="water", ajouter="yes").location == at(draft, PAGE)
    assert "Réponse au plus tard le 8 décembre 2026" in shown(client, draft, PAGE)
    read = {"autre-lecture-water": ["story"]}
    assert post(client, draft, PAGE, **ABOUT, **read).location == at(draft, "verifier")
    check = shown(client, draft, "verifier")
    told = "Service des eaux Réponse au plus tard le 8 décembre 2026. Il pourra lire : le récit."
    assert told in check
    post(client, draft, "verifier")
    number = number_in(client.get(at(draft, "envoyee")).text)
    kept = NamedAgency("water", "Leur conduite fuit.", ("story",))
    assert named_in(complaint(runtime, number).answers) == (kept,)
    assert [part.agency for part in parts(runtime, number)] == ["water"]


def test_everything_is_let_read_by_one_button_and_one_agency_is_removed_by_another(
    client: FlaskClient, three: Runtime
):
    draft = to_check(client)
    both = {"nomme": ["water", "air"], "autre-sujet-air": "Une odeur."}
    post(client, draft, PAGE, tout="water", **both)
    page = client.get(at(draft, PAGE)).text
    assert page.count(" checked") == 4
    assert "Une odeur." in page
    # The Enter key presses the first of them: neither of those that let read, or remove.
    assert page.index('form="formulaire"') < page.index('name="tout"')
    post(client, draft, PAGE, retirer="water", **both)
    page = words(client.get(at(draft, PAGE)).text)
    assert "Une odeur." in page
    assert "Service des eaux Réponse" not in page


def test_nobody_lets_read_a_name_or_an_address_that_they_do_not_give(client: FlaskClient):
    draft = to_check(client, qui="anonymous", moyen="none")
    post(client, draft, PAGE, tout="water", nomme="water")
    page = client.get(at(draft, PAGE)).text
    assert page.count(" checked") == 2
    assert "Mon nom" not in page
    assert "Mes coordonnées" not in page


def test_what_another_tab_added_stays(client: FlaskClient, three: Runtime):
    draft = to_check(client)
    post(client, draft, PAGE, autre="air", ajouter="yes")
    post(client, draft, PAGE, **ABOUT)
    page = shown(client, draft, PAGE)
    assert "Leur conduite fuit." in page
    assert "Bureau de l’air Réponse" in page


def test_an_agency_that_would_not_know_what_it_is_asked_is_asked_about(client: FlaskClient):
    draft = to_check(client)
    answer = post(client, draft, PAGE, nomme="water", **{"autre-lecture-water": ["name"]})
    assert answer.status_code == 422
    assert "Écrivez ce qui concerne cet organisme" in words(answer.text)
    assert 'value="name" checked' in answer.text
    # Until that is said nothing is sent, and the page says it again.
    assert post(client, draft, "verifier").location == at(draft, PAGE)
    assert "Écrivez ce qui concerne cet organisme" in shown(client, draft, PAGE)


def test_a_text_that_is_too_long_and_nothing_to_add_are_said(client: FlaskClient):
    draft = to_check(client)
    answer = post(client, draft, PAGE, nomme="water", **{"autre-sujet-water": "a" * 4001})
    assert answer.status_code == 422
    assert "a" * 4001 in answer.text
    post(client, draft, PAGE, retirer="water")
    answer = post(client, draft, PAGE, ajouter="yes", autre="")
    assert "Choisissez l’organisme à ajouter" in words(answer.text)
    # Another that is not offered is as good as none.
    for code in ("desk", "parks", "nobody"):
        post(client, draft, PAGE, ajouter="yes", autre=code)
        assert 'name="nomme"' not in client.get(at(draft, PAGE)).text


def test_more_than_four_agencies_are_kept_until_one_is_removed(
    client: FlaskClient, runtime: Runtime, agency_files: Path
):
    for code in ("air", "soil", "noise"):
        text = (agency_files / "water.yaml").read_text("utf-8")
        text = text.replace("code: water", f"code: {code}", 1).replace(
            "Service des", f"Bureau {code}"
        )
        text = text.replace("Water board", f"Office of {code}")
        (agency_files / f"{code}.yaml").write_text(text, "utf-8")
    put_air_in_force(runtime, agency_files)
    draft = to_check(client)
    named = {"nomme": ["water", "air", "soil", "noise"]}
    told = {f"autre-sujet-{code}": "Voir." for code in named["nomme"]}
    answer = post(client, draft, PAGE, **named, **told)
    assert answer.status_code == 422
    assert "une plainte en concerne quatre au plus" in words(answer.text)
    assert 'id="autre"' not in answer.text
    fewer = {"nomme": ["water", "air", "soil"], "retirer": "noise"}
    post(client, draft, PAGE, **fewer, **told)
    assert post(client, draft, PAGE, nomme=["water", "air", "soil"], **told).status_code == 303
    assert "Un autre organisme" not in shown(client, draft, "verifier")


def test_the_sent_page_and_the_calendar_have_a_line_for_each(client: FlaskClient, three: Runtime):
    draft = to_check(client)
    both = {"nomme": ["water", "air"], "autre-sujet-air": "Une odeur.", "autre-sujet-water": "x"}
    post(client, draft, PAGE, **both)
    post(client, draft, "verifier")
    page = shown(client, draft, "envoyee")
    assert "Service des eaux Reçue Au plus tard le 8 décembre 2026" in page
    assert "Bureau de l’air Reçue Au plus tard le 15 décembre 2026" in page
    days = client.get(at(draft, "dates")).text.replace("\r\n ", "")
    assert "DTSTART;VALUE=DATE:20261208" in days
    assert "réponse écrite\\, Bureau de l’air" in days
    assert len({line for line in days.splitlines() if line.startswith("UID")}) == 4


def test_what_could_not_be_asked_is_told_on_the_sent_page(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
):
    draft = to_check(client)
    post(client, draft, PAGE, **ABOUT)
    monkeypatch.setattr(actions_filing, "plan_named", lambda *_: None)
    post(client, draft, "verifier")
    page = shown(client, draft, "envoyee")
    assert "Service des eaux N’a pas sa partie" in page
    assert "Votre plainte est reçue." in page


def test_nothing_of_it_stands_on_any_page_where_nobody_is_named(client: FlaskClient):
    page = words(sent(client))
    assert "Les autres organismes" not in page


def test_a_draft_from_when_one_could_be_named_asks_about_that_one(
    client: FlaskClient, runtime: Runtime
):
    draft = to_check(client)
    kept = OtherAgencies.read({"other_agency": "water", "other_about": "Leur conduite."})
    assert kept.others == (NamedAgency("water", "Leur conduite."),)
    assert client.get(at(draft, "verifier")).status_code == 200
