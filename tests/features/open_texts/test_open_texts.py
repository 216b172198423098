"""A text is published by its person's own consent, read over first, and gone once taken back."""

from __future__ import annotations

from functools import partial

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from portal.complaints.handling import casework
from portal.complaints.handling.filing import Receipt
from portal.domain.actor import complainant
from portal.domain.conclusion import Finding, IssueFinding
from portal.domain.errors import IdentitySaidError, NotAllowedError, TransitionNotAllowedError
from portal.domain.role import Role
from portal.domain.time.periods import Period
from portal.features.open_texts.actions import offer, review, take_back
from portal.features.open_texts.rules import CONSENT, NotTheirWordsError, Reading, shortened
from portal.reporting.vintages.freezing import publish
from portal.runtime import Runtime
from tests.complaints.cases import complaint, history_holds, issues, kinds, templates
from tests.journeys.browser import Browser
from tests.journeys.steps import followed
from tests.pages.office.people import case_path, signed_in, words
from tests.support import file, officer, on_both

STORY = "Odile Zouave dit : le sentier des Épinettes est fermé depuis mai."
REDACTED = "[…] le sentier […] est fermé depuis mai."
FILE, PAGE = "/fr/statistiques/donnees/textes.csv", "/fr/statistiques/donnees/textes"


def closed(runtime: Runtime) -> Receipt:
    receipt = file(runtime, story=STORY, name="Odile Zouave")
    runtime.change(officer(), receipt.number, partial(casework.answer, body="Voici."))
    [issue] = issues(runtime, receipt.number)
    finding = IssueFinding(issue.id, Finding.FOUNDED, "Les faits le montrent.", "")
    runtime.change(officer(), receipt.number, partial(casework.close, findings=(finding,)))
    return receipt


def offered(runtime: Runtime) -> Receipt:
    receipt = closed(runtime)
    person = complainant(complaint(runtime, receipt.number).id)
    runtime.change(person, receipt.number, offer)
    return receipt


def read_over(runtime: Runtime, number: str, text: str = REDACTED) -> None:
    act = partial(review, reading=Reading.PUBLISH, text=text)
    runtime.change(officer(), number, act)


def quarter_is_published(runtime: Runtime) -> None:
    with runtime.transaction() as session:
        publish(session, runtime, Period(2026, 4), runtime.now())


def texts(client: FlaskClient) -> str:
    return client.get(FILE).text


def of(app: Flask, receipt: Receipt, page: str) -> Browser:
    browser = followed(app, "fr", receipt.number, receipt.code)
    return browser.open(f"/fr/suivi/{receipt.number}/{page}")


@on_both
def test_no_text_is_published_without_its_persons_consent_a_reading_and_the_quarter(
    app: Flask, runtime: Runtime
):
    client, receipt = app.test_client(), offered(runtime)
    other = closed(runtime)
    with pytest.raises(TransitionNotAllowedError):
        read_over(runtime, other.number)
    quarter_is_published(runtime)
    assert "sentier" not in texts(client)
    read_over(runtime, receipt.number)
    assert REDACTED in texts(client)
    assert "Zouave" not in texts(client) + client.get(PAGE).text
    assert "1 texte." in words(client.get(PAGE).text)
    assert history_holds(runtime)


def test_a_text_waits_for_its_quarter(app: Flask, runtime: Runtime):
    receipt = offered(runtime)
    read_over(runtime, receipt.number)
    assert "sentier" not in texts(app.test_client())
    waiting = words(of(app, receipt, "texte-ouvert").text)
    assert "Ce que tout le monde pourra lire" in waiting
    assert "au plus tôt le 30 janvier 2027" in waiting
    assert "Ce que tout le monde peut lire" not in waiting
    office = signed_in(app, runtime).get(f"{case_path(receipt.number)}/texte-ouvert")
    assert "au plus tôt le 30 janvier 2027" in words(office.text)
    quarter_is_published(runtime)
    assert REDACTED in texts(app.test_client())


def test_what_is_taken_back_is_in_no_file_from_then_on(app: Flask, runtime: Runtime):
    receipt = closed(runtime)
    page = of(app, receipt, "texte-ouvert")
    page = page.corrected("Accepter")
    assert "Cochez la case" in page.text
    of(app, receipt, "texte-ouvert").send("Accepter", publier="yes")
    assert kinds(runtime, receipt.number)[-1] == "text_offered"
    quarter_is_published(runtime)
    read_over(runtime, receipt.number)
    own = followed(app, "fr", receipt.number, receipt.code)
    shown = own.follow("Mon texte dans les données ouvertes").text
    assert REDACTED in shown
    assert "Ce que tout le monde peut lire" in words(shown)
    client = app.test_client()
    assert "1 texte." in words(client.get(PAGE).text)
    assert "sans nom, dans les données ouvertes" in of(app, receipt, "consentements").text
    person = app.test_client()
    person.post("/fr/suivi", data={"numero": receipt.number, "code": receipt.code})
    person.post(f"/fr/suivi/{receipt.number}/consentements", data={"retirer": CONSENT})
    assert "sentier" not in texts(client)
    assert "0 texte." in words(client.get(PAGE).text)
    assert kinds(runtime, receipt.number)[-1] == "consent_withdrawn"


def test_a_text_that_still_says_who_complains_is_refused(app: Flask, runtime: Runtime):
    receipt = offered(runtime)
    with pytest.raises(IdentitySaidError):
        read_over(runtime, receipt.number, STORY)
    person = signed_in(app, runtime)
    page = f"{case_path(receipt.number)}/texte-ouvert"
    form = person.get(page).text
    assert STORY in form
    version = form.partition('name="version" value="')[2].partition('"')[0]

    def sent(**data: str) -> int:
        return person.post(page, data={"version": version, **data}).status_code

    assert sent(reading="publish", open_text=STORY, named="yes") == 422
    assert sent(open_text=REDACTED) == 422
    assert sent(reading="publish", open_text=" ") == 422
    changed = "Le sentier n’est jamais fermé depuis mai."
    refused = person.post(
        page, data={"version": version, "reading": "publish", "open_text": changed}
    )
    assert refused.status_code == 422
    assert "Ces mots ne sont pas ceux de la personne" in words(refused.text)
    assert "n, jamais" in refused.text
    assert changed in refused.text
    assert sent(reading="leave_out") == 303
    quarter_is_published(runtime)
    assert "sentier" not in texts(app.test_client())
    assert "ne le publie pas" in of(app, receipt, "texte-ouvert").text


def test_who_only_looks_reads_nothing_over(runtime: Runtime):
    receipt = offered(runtime)
    act = partial(review, reading=Reading.PUBLISH, text=REDACTED)
    with pytest.raises(NotAllowedError):
        runtime.change(officer(role=Role.AUDITOR), receipt.number, act)


def test_nobody_is_asked_before_the_complaint_is_closed(app: Flask, runtime: Runtime):
    receipt = file(runtime, story=STORY)
    with pytest.raises(TransitionNotAllowedError):
        runtime.change(complainant(complaint(runtime, receipt.number).id), receipt.number, offer)
    assert "texte-ouvert" not in followed(app, "fr", receipt.number, receipt.code).text


@given(st.lists(st.sampled_from(("un", "deux,", "trois.", "Quatre")), min_size=1), st.data())
def test_removals_alone_are_taken_and_every_word_stays_the_persons(
    own: list[str], data: st.DataObject
):
    kept = data.draw(st.lists(st.booleans(), min_size=len(own), max_size=len(own)))
    wanted = [word for word, is_kept in zip(own, kept, strict=True) if is_kept]
    told = shortened(" ".join(own), " ".join(wanted))
    left = [word.strip(",.").casefold() for word in told.split() if word.strip(",.") != "[…]"]
    assert left == [word.strip(",.").casefold() for word in wanted]
    assert ("[…]" in told) is (not all(kept))
    with pytest.raises(NotTheirWordsError) as refused:
        shortened(" ".join(own), " ".join([*wanted, "cinq"]))
    assert refused.value.words == ("cinq",)


def test_what_waits_is_told_by_letter_named_in_the_case_and_led_to_from_the_list(
    app: Flask, runtime: Runtime
):
    receipt, client = closed(runtime), signed_in(app, runtime)
    page = f"{case_path(receipt.number)}/texte-ouvert"
    never = words(client.get(page).text)
    assert 'name="open_text"' not in client.get(page).text
    assert "La personne n’accepte pas que ce texte paraisse" in never
    assert "La personne accepte que" not in never
    person = complainant(complaint(runtime, receipt.number).id)
    runtime.change(person, receipt.number, offer)
    assert templates(runtime, receipt.number)[-1] == "text_offered"
    case = words(client.get(case_path(receipt.number)).text)
    assert "Rien. La plainte est terminée" not in case
    assert "Relire le texte que la personne veut publier : rien ne paraît avant." in case
    listed = client.get("/fr/gestion/parks/file")
    assert "1 texte attend d’être relu" in words(listed.text)
    assert page in listed.text
    read_over(runtime, receipt.number)
    assert "Rien. La plainte est terminée" in words(client.get(case_path(receipt.number)).text)
    assert "attend d’être relu" not in words(client.get("/fr/gestion/parks/file").text)
    told = words(followed(app, "fr", receipt.number, receipt.code).text)
    assert "Seuls vos propres mots y sont" in told
    runtime.change(person, receipt.number, take_back)
    assert "La personne n’accepte pas que ce texte paraisse" in words(client.get(page).text)


def test_the_consent_and_privacy_pages_say_who_reads_it_and_what_goes_with_it(
    app: Flask, runtime: Runtime
):
    page = words(of(app, closed(runtime), "texte-ouvert").text)
    assert "la langue dans laquelle vous avez écrit" in page
    assert "peut être la personne qui a traité votre plainte" in page
    privacy = words(app.test_client().get("/fr/confidentialite").text)
    assert "sans un accord à part" in privacy
