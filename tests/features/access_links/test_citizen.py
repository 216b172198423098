"""« J’ai perdu mon code »: asked for, sent to the complaint's own address, used once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.agencies.portal_plugins import PortalPlugins
from portal.complaints.letters.posted import printed_letters
from portal.domain.actor import PORTAL
from portal.features.representatives.actions_ending import end_by_agency
from portal.runtime import Runtime
from tests.complaints.cases import act, history_holds, kinds, last, outbox_rows, templates
from tests.features.access_links.asking import ASKED, EMAIL, LOST, Texts, ask, kept, links_in, run
from tests.features.representatives.represented import filed_for, until
from tests.pages.citizen.journeys import at, to_check
from tests.pages.office.people import words
from tests.support import FixedClock, RecordingMailer, file, officer, on_both
from tests.support.letters import text_of

HOME = "12, rue des Érables\nVille-Exemple (Québec) H0H 0H0"


@pytest.fixture
def number(runtime: Runtime) -> str:
    """The number of an ordinary complaint."""
    return file(runtime).number


@pytest.fixture
def link(
    client: FlaskClient,
    runtime: Runtime,
    clock: FixedClock,
    mailbox: RecordingMailer,
    number: str,
) -> str:
    """A link that its complainant asked for."""
    ask(client, number)
    run(runtime, clock)
    return links_in(mailbox)[-1]


def printed_text(runtime: Runtime, letter: int) -> str:
    """Return what a letter says on paper."""
    with runtime.reading(PORTAL) as session:
        [printed] = printed_letters(
            session,
            runtime.config,
            runtime.agencies,
            runtime.features.letters,
            [letter],
            runtime.now(),
        )
    return "\n".join(block.text for block in printed.blocks)


def follows(client: FlaskClient, number: str) -> bool:
    return client.get(f"/fr/suivi/{number}").status_code == 200


def test_a_link_opens_the_complaint_after_a_button(app: Flask, link: str, number: str):
    browser = app.test_client()
    page = browser.get(link)
    assert page.status_code == 200
    assert 'content="no-referrer"' in page.text
    assert not follows(browser, number)
    opened = browser.post(link)
    assert (opened.status_code, opened.location) == (303, f"/fr/suivi/{number}")
    assert "Votre plainte est ouverte" in browser.get(opened.location).text


@on_both
def test_a_link_is_used_once_and_the_history_tells_of_it(
    app: Flask, runtime: Runtime, link: str, number: str
):
    assert app.test_client().post(link).status_code == 303
    again = app.test_client()
    assert again.post(link).status_code == 410
    assert not follows(again, number)
    assert kinds(runtime, number)[-2:] == ["link_sent", "link_used"]
    assert last(runtime, number, "link_used").facts == {"means": "email"}
    assert history_holds(runtime)


def test_looking_at_a_link_however_often_uses_nothing_up(app: Flask, link: str):
    for _ in range(20):
        assert app.test_client().get(link).status_code == 200
        assert app.test_client().head(link).status_code == 200
    assert app.test_client().post(link).status_code == 303


def test_a_spent_an_old_and_an_unknown_link_answer_alike(app: Flask, clock: FixedClock, link: str):
    stranger = app.test_client()
    unknown = stranger.get("/fr/lien/999/abc")
    torn = stranger.get(link[:-3])
    clock.moment += timedelta(minutes=30)
    old = stranger.get(link)
    pressed = stranger.post(link)
    assert {page.status_code for page in (unknown, torn, old, pressed)} == {410}
    told = {words(page.text) for page in (unknown, torn, old, pressed)}
    assert len(told) == 1
    assert "Demander un autre lien" in told.pop()
    assert "This link no longer works" in stranger.get("/en/link/999/abc").text


def test_a_newer_link_ends_the_one_before(
    app: Flask,
    client: FlaskClient,
    runtime: Runtime,
    clock: FixedClock,
    mailbox: RecordingMailer,
    link: str,
    number: str,
):
    clock.moment += timedelta(minutes=5)
    ask(client, number)
    run(runtime, clock)
    newer = links_in(mailbox)[-1]
    assert newer != link
    assert app.test_client().get(link).status_code == 410
    assert app.test_client().get(newer).status_code == 200


def test_another_address_gets_nothing(
    client: FlaskClient, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer, number: str
):
    other = file(runtime, email="autre@exemple.org").number
    for asked, email in ((number, "autre@exemple.org"), (other, EMAIL), ("2026-009999", EMAIL)):
        assert ask(client, asked, email).location == ASKED
    run(runtime, clock)
    assert links_in(mailbox) == []
    assert kept(runtime) == []
    assert "link_sent" not in kinds(runtime, number)


def test_a_representative_gets_the_link_who_filed_the_complaint(
    client: FlaskClient, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer
):
    filed = file(runtime, filed_for="other", other_name="Odile Roy", agreement="yes")
    ask(client, filed.number)
    run(runtime, clock)
    letter = mailbox.sent[-1]
    assert letter["To"].addresses[0].addr_spec == EMAIL
    assert len(links_in(mailbox)) == 1
    for secret in ("Odile", "Gagnon", filed.code):
        assert secret not in text_of(letter)


def test_a_link_of_whoever_acted_for_another_opens_nothing_once_that_is_over(
    app: Flask, client: FlaskClient, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer
):
    number = filed_for(runtime, **until(4, 12, 2026)).number
    clock.moment = datetime(2026, 12, 5, 4, 50, tzinfo=UTC)
    ask(client, number)
    run(runtime, clock)
    [link] = links_in(mailbox)
    reading = app.test_client()
    assert reading.post(link).status_code == 303
    assert follows(reading, number)
    clock.moment += timedelta(minutes=15)
    ask(client, number)
    run(runtime, clock)
    assert links_in(mailbox) == [link]
    assert not follows(reading, number)


@on_both
def test_a_link_that_waits_opens_nothing_once_the_agency_ended_the_representation(
    app: Flask, client: FlaskClient, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer
):
    number = filed_for(runtime).number
    ask(client, number)
    run(runtime, clock)
    [link] = links_in(mailbox)
    act(runtime, number, end_by_agency, officer(), reason="Elle le demande.")
    reading = app.test_client()
    assert (reading.get(link).status_code, reading.post(link).status_code) == (410, 410)
    assert not follows(reading, number)


def test_a_link_to_a_former_address_ends_with_it(
    app: Flask, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer
):
    filed = file(runtime)
    ask(app.test_client(), filed.number)
    run(runtime, clock)
    browser = app.test_client()
    browser.post("/fr/suivi", data={"numero": filed.number, "code": filed.code})
    changed = {"moyen": "email", "courriel": "nouveau@exemple.org"}
    browser.post(f"/fr/suivi/{filed.number}/coordonnees", data=changed)
    assert app.test_client().post(links_in(mailbox)[-1]).status_code == 410


def test_the_former_address_gets_nothing_once_the_contact_changed(
    app: Flask, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer
):
    filed = file(runtime)
    browser = app.test_client()
    browser.post("/fr/suivi", data={"numero": filed.number, "code": filed.code})
    changed = {"moyen": "email", "courriel": "nouveau@exemple.org"}
    browser.post(f"/fr/suivi/{filed.number}/coordonnees", data=changed)
    ask(browser, filed.number)
    run(runtime, clock)
    assert links_in(mailbox) == []


def test_a_text_message_has_the_link_where_they_are_provided(
    app: Flask, client: FlaskClient, runtime: Runtime, clock: FixedClock
):
    assert "Par texto" not in client.get(LOST).text
    provider = Texts()
    runtime.plugins = PortalPlugins({"provider": provider})
    number = file(runtime, reply_by="text", phone="418 555-0142", email="").number
    assert "Par texto" in client.get(LOST).text
    assert ask(client, number, moyen="text", texto="(418) 555 0142").location == ASKED
    run(runtime, clock)
    said, _, link = provider.taken[-1].text.partition("http://127.0.0.1:8000")
    assert words(said) == f"Plainte {number} : votre lien, bon 30 minutes."
    assert app.test_client().post(link).location == f"/fr/suivi/{number}"


def test_a_letter_has_a_code_that_opens_the_complaint_once(
    app: Flask, client: FlaskClient, runtime: Runtime, clock: FixedClock
):
    number = file(runtime, reply_by="post", email="", address=HOME).number
    answer = ask(client, number, moyen="post", **{"code-postal": "h0h 0h0"})
    assert answer.location == ASKED
    run(runtime, clock)
    letter = outbox_rows(runtime)[-1]
    assert (letter.template, letter.by_post, letter.done) == ("one_time_code", True, True)
    printed = printed_text(runtime, letter.id)
    assert "Code à usage unique" in printed
    assert "ne contient pas votre code" not in printed
    assert "key" not in letter.params
    code = letter.sealed["key"]
    clock.moment += timedelta(days=10)
    browser = app.test_client()
    typed = {"numero": number, "code": f"{code[:4]}-{code[4:8]}-{code[8:]}".lower()}
    assert browser.post("/fr/suivi", data=typed).status_code == 303
    assert follows(browser, number)
    assert app.test_client().post("/fr/suivi", data=typed).status_code == 422


def test_a_code_on_paper_ends_after_fifteen_days_and_opens_no_other_complaint(
    app: Flask, client: FlaskClient, runtime: Runtime, clock: FixedClock
):
    number = file(runtime, reply_by="post", email="", address=HOME).number
    other = file(runtime, reply_by="post", email="", address=HOME).number
    ask(client, number, moyen="post", **{"code-postal": "H0H 0H0"})
    run(runtime, clock)
    code = outbox_rows(runtime)[-1].sealed["key"]
    browser = app.test_client()
    assert browser.post("/fr/suivi", data={"numero": other, "code": code}).status_code == 422
    clock.moment += timedelta(days=15)
    assert browser.post("/fr/suivi", data={"numero": number, "code": code}).status_code == 422


def test_a_letter_asked_for_again_within_a_week_is_not_written(
    client: FlaskClient, runtime: Runtime, clock: FixedClock
):
    number = file(runtime, reply_by="post", email="", address=HOME).number
    for _ in range(3):
        ask(client, number, moyen="post", **{"code-postal": "H0H 0H0"})
        run(runtime, clock)
        clock.moment += timedelta(days=2)
    assert templates(runtime, number).count("one_time_code") == 1


@on_both
def test_a_new_code_is_shown_once_and_the_one_before_stops(
    app: Flask, runtime: Runtime, link: str, number: str
):
    browser = app.test_client()
    browser.post(link)
    assert "Obtenir un nouveau code" in browser.get(f"/fr/suivi/{number}").text
    page = f"/fr/suivi/{number}/nouveau-code"
    assert browser.post(page, data={"une-fois": "m1"}).location == page
    shown = browser.get(page).text
    code = shown.split("Code d’accès</dt>")[1].split("<dd>")[1].split("<")[0].strip()
    assert code not in browser.get(page).text
    stranger = app.test_client()
    opened = stranger.post("/fr/suivi", data={"numero": number, "code": code})
    assert opened.status_code == 303
    assert kinds(runtime, number)[-1] == "code_renewed"
    assert templates(runtime, number)[-1] == "code_renewed"
    assert history_holds(runtime)


def test_the_code_of_before_no_longer_opens_the_complaint(app: Flask, runtime: Runtime):
    filed = file(runtime)
    typed = {"numero": filed.number, "code": filed.code}
    browser = app.test_client()
    browser.post("/fr/suivi", data=typed)
    browser.post(f"/fr/suivi/{filed.number}/nouveau-code", data={"une-fois": "m1"})
    assert app.test_client().post("/fr/suivi", data=typed).status_code == 422


def test_a_form_for_a_new_code_that_is_sent_twice_makes_one(app: Flask, runtime: Runtime):
    filed = file(runtime)
    browser = app.test_client()
    browser.post("/fr/suivi", data={"numero": filed.number, "code": filed.code})
    page = f"/fr/suivi/{filed.number}/nouveau-code"
    shown = set()
    for _ in range(2):
        browser.post(page, data={"une-fois": "m1"})
        shown.add(browser.get(page).text.split("Code d’accès</dt>")[1][:80])
    assert len(shown) == 1
    assert kinds(runtime, filed.number).count("code_renewed") == 1


@on_both
def test_a_form_that_made_a_code_brings_it_back_no_more_once_another_was_made(
    app: Flask, runtime: Runtime
):
    filed = file(runtime)
    browser = app.test_client()
    browser.post("/fr/suivi", data={"numero": filed.number, "code": filed.code})
    page = f"/fr/suivi/{filed.number}/nouveau-code"
    codes = []
    for once in ("m1", "m2"):
        browser.post(page, data={"une-fois": once})
        shown = browser.get(page).text
        codes.append(shown.split("Code d’accès</dt>")[1].split("<dd>")[1].split("<")[0].strip())
    told = browser.post(page, data={"une-fois": "m1"})
    assert "Un autre code d’accès a été fait depuis" in told.text
    assert (told.status_code, codes[0] in told.text) == (409, False)
    opening = [{"numero": filed.number, "code": code} for code in codes]
    answers = [app.test_client().post("/fr/suivi", data=typed).status_code for typed in opening]
    assert answers == [422, 303]
    assert kinds(runtime, filed.number).count("code_renewed") == 2
    assert templates(runtime, filed.number).count("code_renewed") == 2


@on_both
def test_a_new_code_shuts_the_complaint_wherever_else_it_is_open(
    app: Flask, runtime: Runtime, clock: FixedClock
):
    filed, other = file(runtime), file(runtime)
    here, elsewhere = app.test_client(), app.test_client()
    for browser in (here, elsewhere):
        browser.post("/fr/suivi", data={"numero": filed.number, "code": filed.code})
        browser.post("/fr/suivi", data={"numero": other.number, "code": other.code})
    double = app.test_client()
    clock.moment += timedelta(minutes=5)
    page = f"/fr/suivi/{filed.number}/nouveau-code"
    assert "elle se ferme dès que vous obtenez" in here.get(page).text
    cookie = here.get_cookie("session")
    assert cookie is not None
    double.set_cookie("session", cookie.value)
    for browser in (here, double):
        assert browser.post(page, data={"une-fois": "m1"}).location == page
    code = here.get(page).text.split("Code d’accès</dt>")[1].split("<dd>")[1].split("<")[0].strip()
    assert code in double.get(page).text
    assert (follows(here, filed.number), follows(elsewhere, filed.number)) == (True, False)
    assert follows(elsewhere, other.number)
    assert elsewhere.post(page, data={"une-fois": "m2"}).status_code == 401
    clock.moment += timedelta(minutes=1)
    elsewhere.post("/fr/suivi", data={"numero": filed.number, "code": code})
    assert follows(elsewhere, filed.number)
    clock.moment += timedelta(minutes=1)
    elsewhere.post(page, data={"une-fois": "m3"})
    assert (follows(here, filed.number), follows(elsewhere, filed.number)) == (False, True)


@on_both
def test_new_codes_and_switches_write_five_letters_an_hour_at_most(
    app: Flask, runtime: Runtime, clock: FixedClock
):
    filed = file(runtime)
    browser = app.test_client()
    browser.post("/fr/suivi", data={"numero": filed.number, "code": filed.code})
    code, links = (f"/fr/suivi/{filed.number}/{page}" for page in ("nouveau-code", "liens"))
    for once in ("m1", "m2", "m3"):
        assert browser.post(code, data={"une-fois": once}).status_code == 303
    for choice in ("jamais", "permis"):
        assert browser.post(links, data={"liens": choice}).status_code == 303
    before = templates(runtime, filed.number)
    refused = browser.post(code, data={"une-fois": "m4"})
    assert (refused.status_code, "trop de changements" in refused.text) == (429, True)
    refused = browser.post(links, data={"liens": "jamais"})
    assert (refused.status_code, "trop de changements" in refused.text) == (422, True)
    assert templates(runtime, filed.number) == before
    clock.moment += timedelta(minutes=29)
    browser.get(code)
    clock.moment += timedelta(minutes=29)
    browser.get(code)
    clock.moment += timedelta(minutes=2)
    assert browser.post(code, data={"une-fois": "m4"}).status_code == 303


def test_nobody_makes_a_new_code_without_having_opened_the_complaint(
    client: FlaskClient, runtime: Runtime, number: str
):
    client.post(f"/fr/suivi/{number}/nouveau-code", data={"une-fois": "m1"})
    assert "code_renewed" not in kinds(runtime, number)


def test_links_that_are_switched_off_are_never_sent(
    app: Flask, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer
):
    filed = file(runtime)
    browser = app.test_client()
    browser.post("/fr/suivi", data={"numero": filed.number, "code": filed.code})
    page = f"/fr/suivi/{filed.number}/liens"
    assert "Une personne qui lit vos courriels" in browser.get(page).text
    assert browser.post(page, data={}).status_code == 422
    assert browser.post(page, data={"liens": "jamais"}).status_code == 303
    ask(browser, filed.number)
    run(runtime, clock)
    assert links_in(mailbox) == []
    assert kinds(runtime, filed.number)[-1] == "links_switched"
    assert "links_off" in templates(runtime, filed.number)
    browser.post(page, data={"liens": "permis"})
    ask(browser, filed.number)
    run(runtime, clock)
    assert len(links_in(mailbox)) == 1


def test_switching_links_off_ends_the_one_that_is_on_its_way(
    app: Flask, runtime: Runtime, link: str, number: str
):
    first = app.test_client()
    first.post(link)
    first.post(f"/fr/suivi/{number}/liens", data={"liens": "jamais"})
    assert [one.closed_at is None for one in kept(runtime)] == [False]


def test_what_is_wrong_whatever_complaints_there_are_is_said_and_typed_words_stay(
    client: FlaskClient,
):
    answer = ask(client, "4182", "pas une adresse")
    assert answer.status_code == 422
    assert "Écrivez le numéro au complet" in answer.text
    assert 'value="pas une adresse"' in answer.text
    assert 'value="4182"' in answer.text
    assert client.post(LOST, data={"numero": "2026-000001"}).status_code == 422


def test_the_page_of_the_code_leads_to_it_with_the_number(client: FlaskClient):
    page = client.get("/fr/suivi?numero=2026-000001").text
    assert "J’ai perdu mon code" in page
    assert "/fr/suivi/code-perdu?numero=2026-000001" in page


@pytest.mark.parametrize("means", ["none", "phone"])
def test_who_gives_no_address_is_told_before_sending_that_nothing_can_be_sent(
    client: FlaskClient, means: str
):
    draft = to_check(client, moyen=means, telephone="514 555-0134")
    page = client.get(at(draft, "verifier")).text
    assert "Gardez bien le code qui s’affichera" in page


def test_who_stays_anonymous_without_an_address_is_told_what_remains(client: FlaskClient):
    draft = to_check(client, qui="anonymous", moyen="none")
    page = client.get(at(draft, "verifier")).text
    assert "Votre plainte est anonyme et n’a pas d’adresse" in page
    assert "il restera le téléphone" in page
    assert "C’est le cas d’une plainte anonyme sans adresse" in client.get(LOST).text


def test_who_gives_an_address_is_not_warned(client: FlaskClient):
    draft = to_check(client)
    assert "Gardez bien le code" not in client.get(at(draft, "verifier")).text


def test_the_name_of_a_town_is_no_postal_code_and_stays_on_the_page(
    client: FlaskClient, runtime: Runtime
):
    number = file(runtime, reply_by="post", email="", address=HOME).number
    refused = ask(client, number, moyen="post", **{"code-postal": "Ville-Exemple"})
    assert refused.status_code == 422
    assert "Écrivez le code postal de cette adresse, ou son numéro et sa rue" in refused.text
    assert 'value="Ville-Exemple"' in refused.text


def test_no_letter_leaves_for_a_town_with_a_number_beside_it(
    client: FlaskClient, runtime: Runtime, clock: FixedClock
):
    number = file(runtime, reply_by="post", email="", address=HOME).number
    for said in ("1 Ville-Exemple", "Ville-Exemple H1H 1H1"):
        assert ask(client, number, moyen="post", **{"code-postal": said}).location == ASKED
    run(runtime, clock)
    assert "one_time_code" not in [row.template for row in outbox_rows(runtime)]
