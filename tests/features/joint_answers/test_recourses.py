"""Where else to turn is told of each agency that answers, under its name, and each way once."""

from __future__ import annotations

import zipfile
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.features.joint_answers.actions_ending import call_off
from portal.features.joint_answers.rules import NamedAgency
from portal.releases import noticing
from portal.runtime import Runtime
from tests.features.joint_answers.asked_parts import ABOUT, filed, parts
from tests.features.joint_answers.own_recourses import OWN
from tests.features.joint_answers.third_agency import put_air_in_force
from tests.journeys.steps import CITIZEN, followed, office, to, work
from tests.pages.citizen.journeys import at, post, to_check
from tests.pages.office.people import words
from tests.support import FixedClock, RecordingMailer, add_user, officer
from tests.support.statements import counted

BOTH = pytest.mark.parametrize("language", ["fr", "en"])
WATER = {"fr": "Comité du Service des eaux", "en": "Committee of the Water board"}
AIR = {"fr": "Comité du Bureau de l’air", "en": "Committee of the Office of air"}
PARKS = {"fr": "Révision par la Régie", "en": "Review by the Board"}
ALL = {
    "fr": "Régie des parcs, Service des eaux, Bureau de l’air",
    "en": "Parks board, Water board, Office of air",
}
OMBUDS = {"fr": "Dans l’année qui suit les faits", "en": "Within a year of the facts"}
STOPS = {
    "fr": "Une plainte n’arrête pas ces délais, ni celui pour contester une décision.",
    "en": "A complaint does not stop these time limits, or the one to contest a decision.",
}
ELSE = {
    "fr": "Pour contester une décision, le délai court déjà : n’attendez pas la réponse",
    "en": "The time limit to contest a decision is already running: do not wait for the answer",
}
CUT = {"fr": "Une coupure d’eau se conteste", "en": "A water cut can be contested"}
STORY = "Le sentier est fermé et l’eau coupée."
WAYS = (PARKS, WATER, AIR, ALL, OMBUDS)
FILE = {"fr": ("dossier", "plainte.html"), "en": ("file", "complaint.html")}
DOWNLOAD = {"fr": "Télécharger mon dossier", "en": "Download my file"}
NAMED = (NamedAgency("water", ABOUT, ("story",)), NamedAgency("air", "Une odeur.", ()))


@pytest.fixture
def three(runtime: Runtime, agency_files: Path) -> Runtime:
    """The parks, the water board and the office of air, each with a way of its own."""
    water = agency_files / "water.yaml"
    text = water.read_text("utf-8")
    assert "recourses: [ombuds]\n" in text
    water.write_text(text.replace("recourses: [ombuds]\n", OWN), "utf-8")
    put_air_in_force(runtime, agency_files)
    return runtime


def assert_each_once(page: str, language: str) -> None:
    """Each agency's way stands once, and what they share once under all their names.

    That a complaint stops none of their times stands once, too.
    """
    # Letters without HTML have titles in capitals.
    page, ways = page.casefold(), [way[language].casefold() for way in WAYS]
    assert [page.count(way) for way in ways] == [1] * len(ways)
    places = [page.index(way) for way in ways]
    assert places == sorted(places)
    assert page.count(STOPS[language].casefold()) == 1


@BOTH
def test_the_page_of_a_complaint_names_the_ways_of_each_agency_once(
    app: Flask, three: Runtime, language: str
):
    receipt = filed(three, *NAMED, story=STORY, reply_language=language)
    page = words(followed(app, language, receipt.number, receipt.code).text)
    # Two of them recall the same time limit.
    assert_each_once(page, language)
    assert page.count(CUT[language]) == 1


@BOTH
def test_the_ready_file_names_them_and_so_does_the_page_that_hands_it_out(
    app: Flask, three: Runtime, language: str
):
    receipt = filed(three, *NAMED, reply_language=language)
    citizen = followed(app, language, receipt.number, receipt.code)
    address, name = FILE[language]
    citizen.open(f"{citizen.path}/{address}")
    assert_each_once(words(citizen.text), language)
    taken = citizen.send(DOWNLOAD[language]).page.data
    with zipfile.ZipFile(BytesIO(taken)) as archive:
        assert_each_once(words(archive.read(name).decode()), language)


def test_the_file_that_the_agency_makes_names_them_too(app: Flask, three: Runtime):
    number = filed(three, *NAMED).number
    add_user(three, "claire@parcs.example")
    claire = office(app, "claire@parcs.example")
    claire.open(f"/fr/gestion/parks/plaintes/{number}/dossier")
    made = claire.send("Préparer le dossier").page.data
    with zipfile.ZipFile(BytesIO(made)) as archive:
        assert_each_once(words(archive.read("plainte.html").decode()), "fr")


@BOTH
def test_the_first_letter_names_them(
    three: Runtime, clock: FixedClock, mailbox: RecordingMailer, language: str
):
    filed(three, *NAMED, reply_language=language)
    work(three, clock)
    [letter] = to(mailbox, CITIZEN)
    assert_each_once(words(letter), language)
    # Some of these times run from a decision: nobody is told to wait for an answer.
    assert ELSE[language].casefold() in words(letter).casefold()


def test_the_first_letter_of_one_agency_names_its_ways_without_its_name_above(
    runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer
):
    filed(runtime)
    work(runtime, clock)
    letter = words(to(mailbox, CITIZEN)[0])
    assert PARKS["fr"] in letter
    assert letter.count(STOPS["fr"]) == 1
    assert "Régie des parcs, Service" not in letter


def test_before_it_is_sent_the_time_limits_of_the_others_are_told_and_afterwards_their_ways(
    client: FlaskClient, three: Runtime
):
    draft = to_check(client)
    # The parks recall a time limit of their own, which has the same code.
    post(client, draft, "recit", recit="Mon permis refusé pour le sentier, depuis un mois.")
    about = {"autre-sujet-water": "Mon eau coupée.", "autre-sujet-air": "Une odeur."}
    post(client, draft, "autres-organismes", nomme=["water"], autre="air", ajouter="yes", **about)
    post(client, draft, "autres-organismes", nomme=["water", "air"], **about)
    check = words(client.get(at(draft, "verifier")).text)
    assert [check.count(title) for title in (CUT["fr"], "Un refus se fait réviser")] == [1, 1]
    told = check.split(CUT["fr"])[1]
    assert "Tribunal des eaux Délai : 10 jours civils depuis la coupure" in told
    assert STOPS["fr"] in told
    post(client, draft, "verifier")
    sent = words(client.get(at(draft, "envoyee")).text)
    assert_each_once(sent, "fr")
    assert "n’attendez pas la réponse à votre plainte" in sent
    assert "Si la réponse ne vous convient pas" not in sent


def test_an_agency_whose_part_is_called_off_names_no_way_any_more(app: Flask, three: Runtime):
    receipt = filed(three, *NAMED)
    part = parts(three, receipt.number)[0]
    three.change(
        officer("parks"), receipt.number, partial(call_off, part_id=part.id, reason="Réglé.")
    )
    page = words(followed(app, "fr", receipt.number, receipt.code).text)
    assert WATER["fr"] not in page
    assert AIR["fr"] in page
    assert "Régie des parcs, Bureau de l’air" in page


@pytest.fixture
def unasked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no page ask whether another process published something: one does, once in a while."""
    monkeypatch.setattr(noticing, "_NOTICED_WITHIN", float("inf"))


@pytest.mark.usefixtures("unasked")
def test_one_more_agency_costs_no_more_statements(app: Flask, three: Runtime):
    def of_page(*named: NamedAgency) -> int:
        receipt = filed(three, *named)
        # What is known of an agency’s former releases is read once, and kept.
        citizen = followed(app, "fr", receipt.number, receipt.code)
        return counted(three, lambda: citizen.open(f"/fr/suivi/{receipt.number}"))

    of_page(*NAMED)
    assert of_page(NAMED[0]) == of_page(*NAMED)


@pytest.mark.usefixtures("unasked")
def test_one_more_agency_costs_no_more_statements_when_it_was_just_sent(
    client: FlaskClient, three: Runtime
):
    sent_with(client, three, "water", "air")
    assert sent_with(client, three, "water") == sent_with(client, three, "water", "air")


def sent_with(client: FlaskClient, three: Runtime, *others: str) -> int:
    """Return how many statements the page of what was just sent needs, with these others."""
    draft = to_check(client)
    about = {f"autre-sujet-{code}": "Ce qui vous concerne." for code in others}
    for code in others:
        post(client, draft, "autres-organismes", autre=code, ajouter="yes")
    post(client, draft, "autres-organismes", nomme=list(others), **about)
    post(client, draft, "verifier")
    client.get(at(draft, "envoyee"))
    return counted(three, lambda: client.get(at(draft, "envoyee")))
