"""What is no complaint is called a message on every page of it, and thanks offer no recourse.

What its person calls a complaint all the same has all words, recourses and dates of one again.
"""

from __future__ import annotations

import io
import re
import zipfile
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.complaints.handling import casework
from portal.complaints.handling.filing import Receipt
from portal.domain.actor import complainant
from portal.domain.nature import Nature
from portal.domain.role import Role
from portal.features.nature.actions import say_complaint, set_nature
from portal.features.nature.rules import says_thanks
from portal.runtime import Runtime
from tests.complaints.cases import act, complaint, member
from tests.features.nature.handing import hand
from tests.pages.citizen.journeys import at, number_in, post, to_check
from tests.pages.office.people import case_path, signed_in, words
from tests.support import file

FOLLOW = "/fr/suivi"
_A_COMPLAINT = re.compile(
    r".{,60}\bplainte\b(?<!C’est une plainte)(?<!que c’est une plainte)(?! ou un autre message)"
    r".{,60}"
)
"""A message may be a complaint all the same, and a complaint may be filed besides."""
_OFFERS = re.compile(
    "(?i).{,60}(révis|autres? recours|conclu|répond-il|corrigée|réglé|reprendre).{,60}"
)


def said_in(page: str) -> str:
    """Return the words of the middle of a page: not those of its frame."""
    middle = page[page.index("<main") : page.index("</main>")]
    return words(middle)


def pages_of(client: FlaskClient, start: str) -> dict[str, str]:
    """Return what every page under an address says that is reached from it by links."""
    said: dict[str, str] = {}
    waiting = [start]
    while waiting:
        address = waiting.pop()
        answer = client.get(address)
        said[address] = ""
        if answer.status_code == 200 and answer.mimetype == "text/html":
            said[address] = said_in(answer.text)
            found = map(unescape, re.findall(r'href="([^"#]+)', answer.text))
            new = (link for link in found if link.startswith(start))
            waiting += sorted({*new} - {*said, *waiting})
    return said


def opened(app: Flask, receipt: Receipt) -> FlaskClient:
    client = app.test_client()
    form = {"numero": receipt.number, "code": receipt.code}
    client.post(FOLLOW, data=form)
    return client


def test_no_page_of_a_message_calls_it_a_complaint(app: Flask, runtime: Runtime):
    diane = member(runtime, Role.MANAGER, post="director")
    thanked, open_one = (file(runtime) for _ in range(2))
    act(runtime, thanked.number, set_nature, nature=Nature.PRAISE)
    hand(runtime, thanked.number, diane, are_the_answer=True)
    act(runtime, open_one.number, set_nature, nature=Nature.COMMENT)
    for receipt in (thanked, open_one):
        said = pages_of(opened(app, receipt), f"{FOLLOW}/{receipt.number}")
        assert len([page for page in said.values() if page]) > 9
        for address, page in said.items():
            found = _A_COMPLAINT.search(page)
            assert found is None, (address, found and found[0])


def test_thanks_offer_no_recourse_and_conclude_nothing_until_it_is_a_complaint_all_the_same(
    app: Flask, runtime: Runtime
):
    diane = member(runtime, Role.MANAGER, post="director")
    receipt = file(runtime)
    act(runtime, receipt.number, set_nature, nature=Nature.PRAISE)
    hand(runtime, receipt.number, diane, are_the_answer=True)
    page = said_in(opened(app, receipt).get(f"{FOLLOW}/{receipt.number}").text)
    assert "Dites-le au plus tard le" in page
    assert "Dire que c’est une plainte :" in page
    assert _OFFERS.search(page) is None, _OFFERS.search(page)
    client = opened(app, receipt)
    assert client.get(f"{FOLLOW}/{receipt.number}/reprendre").status_code == 303
    act(runtime, receipt.number, say_complaint, complainant(complaint(runtime, receipt.number).id))
    page = said_in(opened(app, receipt).get(f"{FOLLOW}/{receipt.number}").text)
    for said in ("Votre plainte est à l’étude", "Autres recours", "Réponse attendue", "Plainte"):
        assert said in page
    assert "Votre message est fermé" not in page


def test_its_ready_file_and_the_pages_and_rows_of_the_staff_say_what_it_is(
    app: Flask, runtime: Runtime
):
    diane = member(runtime, Role.MANAGER, post="director")
    receipt = file(runtime)
    act(runtime, receipt.number, set_nature, nature=Nature.SUGGESTION)
    client = signed_in(app, runtime)
    row = words(client.get("/fr/gestion/parks/file?vue=equipe").text)
    assert "Suggestion" in row
    assert "Message reçu" in row
    hand(runtime, receipt.number, diane, are_the_answer=True)
    page = said_in(client.get(case_path(receipt.number)).text)
    for said in ("Message fermé", "Message reçu", "Rien. Le message est terminé.", "Fermé"):
        assert said in page
    assert "Conclusion : ." not in page
    assert "Plainte fermée" not in page
    taken = opened(app, receipt).post(f"{FOLLOW}/{receipt.number}/dossier")
    with zipfile.ZipFile(io.BytesIO(taken.data)) as archive:
        sheet = words(archive.read("plainte.html").decode())
    assert _A_COMPLAINT.search(sheet) is None
    assert "Message fermé" in sheet


def test_what_is_answered_as_anything_else_keeps_its_recourses(app: Flask, runtime: Runtime):
    receipt = file(runtime)
    act(runtime, receipt.number, set_nature, nature=Nature.COMMENT)
    act(runtime, receipt.number, casework.answer, body="Nous y pensons.")
    page = said_in(opened(app, receipt).get(f"{FOLLOW}/{receipt.number}").text)
    assert "Autres recours" in page
    assert "Cela répond-il à votre message?" in page


def test_a_receipt_says_complaint_until_somebody_has_read_it(client: FlaskClient, runtime: Runtime):
    draft = to_check(client)
    post(client, draft, "verifier")
    address = at(draft, "envoyee")
    page = client.get(address).text
    assert "Votre plainte est envoyée" in said_in(page)
    act(runtime, number_in(page), set_nature, nature=Nature.PRAISE)
    again = said_in(client.get(address).text)
    assert _A_COMPLAINT.findall(again) == []


@pytest.mark.parametrize(
    "said",
    [
        "remercier",
        "Merci!",
        "merci à l’infirmière de nuit",
        "félicitations",
        "une suggestion pour la piscine",
        "Je veux féliciter l’équipe du sentier, qui a été patiente et gentille avec nous tous",
        "thank you",
        "I would like to thank the staff at the counter, who helped my mother so kindly last week",
        "a suggestion",
        "praise",
    ],
)
def test_whoever_looks_for_a_way_to_thank_or_to_suggest_is_heard(said: str):
    assert says_thanks(said)


@pytest.mark.parametrize(
    "said",
    [
        "",
        "mon autobus est toujours en retard",
        "Ma demande est refusée et personne ne me rappelle depuis trois semaines. Merci",
        "Nobody has called me back for three weeks about my file, please help. Thank you",
        "la commercialisation des terrains",
    ],
)
def test_a_complaint_that_ends_with_thanks_is_not(said: str):
    assert not says_thanks(said)


@pytest.mark.parametrize(
    ("language", "home", "told", "button"),
    [
        ("fr", "Vous voulez remercier quelqu’un", "C’est ici aussi.", "Écrire"),
        ("en", "Do you want to thank somebody", "This is the place too.", "Write"),
    ],
)
def test_the_search_says_that_thanks_are_written_here_and_offers_no_complaining(
    client: FlaskClient, language: str, home: str, told: str, button: str
):
    assert home in words(client.get(f"/{language}/").text)
    start = {"fr": "/fr/plainte", "en": "/en/complaint"}[language]
    thanks = client.post(start, data={"mots": "merci parc sentier"}).location
    found = said_in(client.get(thanks).text)
    assert told in found
    assert button in found
    for other in ("Porter plainte", "Déposez votre plainte", "File a complaint"):
        assert other not in found
    ordinary = said_in(client.get(client.post(start, data={"mots": "sentier fermé"}).location).text)
    assert told not in ordinary
