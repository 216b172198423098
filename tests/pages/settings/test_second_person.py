"""Where two people publish, it is said who may, and there is always a way on that needs two."""

from __future__ import annotations

import random

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.complaints.records.people import UserRecord
from portal.domain.actor import PORTAL
from portal.domain.errors import SecondPersonNeededError
from portal.domain.role import Role
from portal.releases import drafts
from portal.releases.queries import draft_of, release_in_force
from portal.runtime import Runtime
from tests.pages.office.people import signed_in, words
from tests.pages.settings.pages import HOME, hidden, publish, save
from tests.support import on_both
from tests.support.agencies import PARKS_YAML, TEN_DAYS

TWO = PARKS_YAML.replace("  sample: true", "  two_to_publish: true\n  sample: true")
COMMAND = "--role administrator --agency parks"


@pytest.fixture
def paul(app: Flask, runtime: Runtime) -> FlaskClient:
    return signed_in(app, runtime, "paul@parcs.example", Role.ADMINISTRATOR, post=None)


def give_back(client: FlaskClient) -> str:
    page = client.get(f"{HOME}/publication").text
    data = {"version": hidden(page, "version")}
    answer = client.post(f"{HOME}/brouillon/rendre", data=data, follow_redirects=True)
    return words(answer.text)


def test_whoever_waits_reads_who_may_publish(admin: FlaskClient, paul: FlaskClient):
    save(admin, TWO)
    publish(admin)
    save(admin)
    page = words(admin.get(f"{HOME}/publication").text)
    assert "Peuvent le publier : Paul." in page
    assert COMMAND not in page
    assert "They may publish it: Paul." in words(admin.get("/en/settings/parks/publication").text)
    assert "La version 3 est en vigueur" in publish(paul)


def test_one_alone_reads_how_a_second_person_comes_before_and_after(admin: FlaskClient):
    save(admin, TWO)
    page = words(admin.get(f"{HOME}/publication").text)
    assert "Ensuite, une deuxième personne manquera pour publier" in page
    assert COMMAND in page
    publish(admin)
    home = words(admin.get(HOME).text)
    assert "Une deuxième personne manque pour publier" in home
    save(admin)
    page = words(admin.get(f"{HOME}/publication").text)
    assert "Personne d’autre ne peut le publier pour le moment." in page
    assert COMMAND in page


@on_both
def test_what_the_other_wrote_is_given_back_and_published_by_whoever_changed_it(
    admin: FlaskClient, paul: FlaskClient, runtime: Runtime
):
    save(admin, TWO)
    publish(admin)
    save(admin, TEN_DAYS)
    save(paul, f"{TEN_DAYS}# Paul was here.\n")
    deactivate(runtime, "claire")
    page = words(paul.get(f"{HOME}/publication").text)
    assert "Personne d’autre ne peut le publier pour le moment." in page
    assert "Vous avez changé ce que Claire avait écrit." in page
    assert "Le brouillon est de nouveau celui de l’autre personne." in give_back(paul)
    assert "La version 3 est en vigueur" in publish(paul)
    assert paul.get(f"{HOME}/versions/3/fichier").get_data(as_text=True) == TEN_DAYS


def test_what_is_given_back_is_what_was_seen(admin: FlaskClient, paul: FlaskClient):
    save(admin, TWO)
    publish(admin)
    save(admin, TEN_DAYS)
    save(paul, f"{TEN_DAYS}# Paul was here.\n")
    answer = paul.post(f"{HOME}/brouillon/rendre", data={"version": "1"}, follow_redirects=True)
    assert "Le brouillon a changé entre-temps." in words(answer.text)
    assert "# Paul was here." in paul.get(f"{HOME}/texte").text


def test_to_save_without_a_change_makes_nobody_an_author(admin: FlaskClient, paul: FlaskClient):
    save(admin, TWO)
    publish(admin)
    save(admin, TEN_DAYS)
    save(paul, TEN_DAYS)
    assert "Une autre personne doit publier" in admin.get(f"{HOME}/publication").text
    assert "La version 3 est en vigueur" in publish(paul)


@pytest.mark.parametrize("seed", range(5))
def test_whatever_two_people_save_what_is_published_was_written_by_another(
    admin: FlaskClient, paul: FlaskClient, runtime: Runtime, seed: int
):
    """A walk: each text has an author, who never publishes it, and one of two always may."""
    draw, texts = random.Random(seed), [TWO]
    save(admin, TWO)
    publish(admin)
    one, two = (user(runtime, name) for name in ("claire", "paul"))
    for step in range(12):
        who = draw.choice([one, two])
        with runtime.reading(PORTAL) as session:
            before = draft_of(session, "parks")
        text = draw.choice([*texts, f"{TWO}# {step}\n"])
        texts.append(text)
        with runtime.transaction() as session:
            seen = before.version if before else 0
            drafts.save_draft(session, "parks", text, who, runtime.now(), seen)
        with runtime.reading(PORTAL) as session:
            kept = draft_of(session, "parks")
            assert kept is not None
            if before is not None and text == before.text:
                assert kept.edited_by == before.edited_by
        assert [may_publish(runtime, person, kept.version) for person in (one, two)].count(
            True
        ) == 1


def may_publish(runtime: Runtime, person: int, seen: int) -> bool:
    """Tell whether somebody could publish now; nothing is."""
    try:
        with runtime.transaction() as session:
            current = release_in_force(session, "parks")
            assert current is not None
            portal, now = runtime.agencies.portal, runtime.now()
            drafts.publish(session, "parks", portal, person, now, seen=seen, instead_of=current.id)
            raise UndoneError
    except SecondPersonNeededError:
        return False
    except UndoneError:
        return True


class UndoneError(Exception):
    """Nothing of it is kept."""


def user(runtime: Runtime, name: str) -> int:
    with runtime.reading(PORTAL) as session:
        found = [one.id for one in session.query(UserRecord) if one.name.lower() == name]
    return found[0]


def deactivate(runtime: Runtime, name: str) -> None:
    with runtime.transaction() as session:
        session.get_one(UserRecord, user(runtime, name)).is_active = False
