"""Lessons for everybody: pages, and Atom feeds that are sound."""

from __future__ import annotations

from datetime import datetime
from xml.etree.ElementTree import Element, fromstring

import pytest
from flask.testing import FlaskClient

from portal.features.lessons.actions import publish_lesson, withdraw_lesson
from portal.runtime import Runtime
from tests.features.lessons.written import do, written
from tests.features.recommendations.recommended import TITLE, Team
from tests.pages.office.people import words

ATOM = "{http://www.w3.org/2005/Atom}"


def published(runtime: Runtime, people: Team, complaints: int = 1) -> int:
    lesson = written(runtime, people, complaints)
    do(runtime, people.president, publish_lesson, lesson)
    return lesson


def feed(client: FlaskClient, path: str) -> Element:
    answer = client.get(path)
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    return fromstring(answer.data)


@pytest.mark.parametrize(
    ("page", "title", "few", "many"),
    [
        ("/fr/lecons", "Afficher l’horaire à l’entrée", "Moins de 5 plaintes", "6 plaintes"),
        ("/en/lessons", "Post the hours at the gate", "Fewer than 5 complaints", "6 complaints"),
        (
            "/fr/organismes/parks/lecons",
            "Afficher l’horaire à l’entrée",
            "Moins de 5",
            "6 plaintes",
        ),
    ],
)
def test_it_is_read_in_both_languages_with_how_many_led_to_it_if_five_did(
    client: FlaskClient, runtime: Runtime, people: Team, page: str, title: str, few: str, many: str
):
    published(runtime, people)
    text = words(client.get(page).text)
    assert title in text
    assert few in text
    published(runtime, people, complaints=6)
    assert many in words(client.get(page).text)
    assert TITLE not in text
    assert "Gagnon" not in text


def test_another_agency_tells_nothing_and_says_why(
    client: FlaskClient, runtime: Runtime, people: Team
):
    published(runtime, people)
    page = words(client.get("/fr/organismes/water/lecons").text)
    assert "Aucune leçon n’est publiée pour l’instant" in page
    assert client.get("/fr/organismes/nulle-part/lecons").status_code == 404


@pytest.mark.parametrize(
    ("path", "language", "title"),
    [
        ("/fr/lecons/atom.xml", "fr-CA", "Afficher l’horaire à l’entrée"),
        ("/en/lessons/atom.xml", "en-CA", "Post the hours at the gate"),
        ("/en/agencies/parks/lessons/atom.xml", "en-CA", "Post the hours at the gate"),
    ],
)
def test_the_feed_has_all_that_atom_asks_for(
    client: FlaskClient, runtime: Runtime, people: Team, path: str, language: str, title: str
):
    lesson = published(runtime, people)
    root = feed(client, path)
    assert root.tag == f"{ATOM}feed"
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == language
    base = runtime.config.base_url
    assert root.findtext(f"{ATOM}id") == base + path
    links = {element.get("rel"): element.get("href") for element in root.findall(f"{ATOM}link")}
    assert links["self"] == base + path
    assert datetime.fromisoformat(str(root.findtext(f"{ATOM}updated"))).tzinfo is not None
    [entry] = root.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == title
    assert str(entry.findtext(f"{ATOM}id")).endswith(f"/{lesson}")
    assert client.get(str(entry.findtext(f"{ATOM}id")).removeprefix(base)).status_code == 200
    for name in ("published", "updated", "author", "content", "category", "link"):
        assert entry.find(f"{ATOM}{name}") is not None, name


def test_an_empty_feed_is_sound_too(client: FlaskClient):
    root = feed(client, "/fr/lecons/atom.xml")
    assert root.findall(f"{ATOM}entry") == []
    assert root.findtext(f"{ATOM}author/{ATOM}name") == "Plaintes"


def test_a_withdrawn_lesson_is_gone_from_everywhere_but_says_so(
    client: FlaskClient, runtime: Runtime, people: Team
):
    lesson = published(runtime, people)
    do(runtime, people.writer, withdraw_lesson, lesson, "Une personne s’y reconnaît.")
    assert feed(client, "/fr/lecons/atom.xml").findall(f"{ATOM}entry") == []
    assert "horaire" not in client.get("/fr/lecons").text
    answer = client.get(f"/fr/lecons/{lesson}")
    assert answer.status_code == 410
    assert "Cette leçon est retirée" in answer.text
    assert "horaire" not in answer.text


def test_a_lesson_that_nobody_has_read_cannot_be_guessed(
    client: FlaskClient, runtime: Runtime, people: Team
):
    assert client.get(f"/fr/lecons/{written(runtime, people)}").status_code == 404


@pytest.mark.parametrize("page", ["/fr/", "/fr/organismes/parks", "/fr/statistiques"])
def test_lessons_are_found_from_where_people_look(client: FlaskClient, page: str):
    assert "/lecons" in client.get(page).text.split("<main")[-1]
