"""No page of a file that the service opened by itself speaks of a person who complained."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient

from portal.complaints.handling import casework, escalation
from portal.domain.conclusion import Finding, IssueFinding
from portal.domain.role import Role
from portal.features.own_motion.words import TEXTS
from portal.runtime import Runtime
from portal.words.catalogue import ENGLISH
from tests.complaints.cases import act, issues
from tests.features.own_motion.opened import opened
from tests.pages.office.people import let_dates_pass, sign_in, signed_in, words
from tests.support import FixedClock, officer

READERS = {
    "officer@parcs.example": (Role.OFFICER, "parks", "office"),
    "head@parcs.example": (Role.HEAD, "parks", "office"),
    "manager@parcs.example": (Role.MANAGER, "parks", "director"),
    "top@parcs.example": (Role.TOP_AUTHORITY, "parks", "president"),
    "auditor@parcs.example": (Role.AUDITOR, None, None),
}

_STAFF = "qui dirige|visée|responsable|choisie|tenue|concernée"
OF_A_PERSON = re.compile(
    rf"(?i)\b(la personne(?! ({_STAFF}))|plaignante?s?\b|complainant|porté plainte"
    r"|the person(?! (in charge|chosen|you choose|named|concerned|who))|complained"
    r"|page de suivi|follow-up page|accusé de réception|acknowledg|code d’accès|access code"
    r"|premier contact|first contact|autres? recours|other (recourse|option)s?"
    r"|appelez-la|call (him|her|them)|écrivez-lui|write to (him|her|them)"
    r"|son accord|représailles|reprisal|in their language|dans sa langue)"
)
"""What only a sentence about whoever complains says."""

OF_A_COMPLAINT = re.compile(
    r"(?i)\b((la|cette|l’autre) plainte\b(?! ou)|(the|this|the other) complaint\b(?! or)"
    r"|plainte %\(number\)s|si aucune réponse|if there is no answer"
    r"|irrecevable|inadmissible|réglée sans|settled without)"
)
"""What calls the file a complaint, or says of it what only becomes of one."""

LEFT_OUT = ("/retirer", "/step-back", "/me-retirer")
"""Whoever sends this form sees nothing of the file any more."""

ANSWER = "Nous recommandons de remplacer les bancs avant le printemps."


def of_a_person(page: str) -> list[str]:
    """Return what a page says of somebody who complains, between two of its marks."""
    own = re.sub(r"(?s)<(script|style|footer|header|dialog)\b.*?</\1>", "", page)
    labels = re.findall(r'(?:aria-label|placeholder|title|value)="([^"]*)"', own)
    texts = (words(text) for text in (*re.split(r"<[^>]+>", own), *labels))
    return [text for text in texts if OF_A_PERSON.search(text) or OF_A_COMPLAINT.search(text)]


def pages_of(browser: FlaskClient, number: str, language: str) -> Iterator[tuple[str, str]]:
    """Yield the page of a file, all that it leads to, and what forms say that nobody filled in."""
    office, whole = ("gestion", "plaintes") if language == "fr" else ("office", "complaints")
    here = f"/{language}/{office}/parks/{whole}/{number}"
    first = browser.get(here)
    assert first.status_code in (200, 404)
    for query in ("", "?ecrire=reponse", "?ecrire=note", "?onglet=documents", "?onglet=journal"):
        yield f"{here}{query}", browser.get(f"{here}{query}").text
    for address in sorted(set(re.findall(rf'href="({here}/[^"#?]+)"', first.text))):
        yield address, browser.get(address).text
        if not address.endswith(LEFT_OUT):
            yield f"sent {address}", browser.post(address, data={"version": "0"}).text


class Looking:
    """Everybody who may read a file, looking at it as it stands."""

    def __init__(self, app: Flask, runtime: Runtime) -> None:
        self.browsers = {
            email: signed_in(app, runtime, email, role, agency, post)
            for email, (role, agency, post) in READERS.items()
        }
        self.said: dict[str, str] = {}
        self.seen = 0

    @property
    def head(self) -> FlaskClient:
        return self.browsers["head@parcs.example"]

    def at(self, number: str) -> None:
        for email, browser in self.browsers.items():
            sign_in(browser, email)
            for language in ("fr", "en"):
                for address, page in pages_of(browser, number, language):
                    self.note(f"{email} {address}", page)

    def note(self, where: str, page: str) -> None:
        self.seen += 1
        for text in of_a_person(page):
            self.said.setdefault(text, where)

    def at_preview(self, number: str, action: str, **typed: str) -> None:
        answer = self.head.post(f"/fr/gestion/parks/plaintes/{number}/{action}", data=typed)
        assert answer.status_code in (200, 422)
        self.note(action, answer.text)


@pytest.fixture
def looking(app: Flask, runtime: Runtime) -> Looking:
    return Looking(app, runtime)


def close(runtime: Runtime, number: str) -> None:
    [issue] = issues(runtime, number)
    found = IssueFinding(issue.id, Finding.UNFOUNDED, "Les bancs sont remplacés.", "", ())
    act(runtime, number, casework.close, findings=(found,))


def test_no_page_of_its_life_speaks_of_a_person(looking: Looking, runtime: Runtime):
    number = opened(looking.head)
    looking.at(number)
    act(runtime, number, casework.record_first_contact)
    act(runtime, number, casework.begin_study)
    looking.at(number)
    looking.at_preview(number, "repondre", body=ANSWER)
    looking.at_preview(number, "prolonger", amount="5", reason="Une visite a lieu lundi.")
    looking.at_preview(number, "repondre", body="We recommend that the benches be replaced soon.")
    act(runtime, number, casework.answer, body=ANSWER)
    looking.at(number)
    close(runtime, number)
    looking.at(number)
    assert not looking.said
    assert looking.seen > 200


def test_nor_does_one_of_a_file_that_goes_up(looking: Looking, runtime: Runtime, clock: FixedClock):
    number = opened(looking.head)
    act(runtime, number, escalation.pass_to_top, question="Fermer le parc?", opinion="Oui.")
    looking.at(number)
    top = officer(role=Role.TOP_AUTHORITY)
    act(runtime, number, escalation.decide, actor=top, instruction="Fermez-le.")
    looking.at(number)
    late = opened(looking.head)
    for _ in range(3):
        clock.moment += timedelta(days=60)
        let_dates_pass(runtime)
        looking.at(late)
    assert not looking.said


def test_no_page_that_its_address_opens_speaks_of_a_person_either(
    app: Flask, looking: Looking, runtime: Runtime
):
    number = opened(looking.head)
    act(runtime, number, casework.record_first_contact)
    places = {"agency": "parks", "number": number}
    rules = [
        rule
        for rule in app.url_map.iter_rules()
        if rule.arguments - {"language"} == set(places) and "GET" in (rule.methods or ())
    ]
    with app.test_request_context():
        addresses = {url_for(rule.endpoint, **places) for rule in rules}
    assert len(addresses) > 20
    assert looking.head.get(f"/fr/gestion/parks/plaintes/{number}/dossier").status_code == 409
    for address in sorted(addresses):
        page = looking.head.get(address)
        if page.status_code == 200:
            looking.note(address, page.text)
    assert not looking.said
    assert looking.seen > 5


def test_what_is_said_instead_stands_in_the_place_of_texts_that_there_are():
    flat = ENGLISH.read_text().replace('"\n"', "")
    assert not [text for text in TEXTS if f'msgid "{text}"' not in flat]


@pytest.mark.parametrize("text", TEXTS)
def test_it_fills_no_mark_that_is_not_filled(text: str):
    marks = re.compile(r"%\(\w+\)s")
    assert set(marks.findall(TEXTS[text])) <= set(marks.findall(text))
