"""Who complains is released to whoever answers at a higher level, field by field, by a person."""

from __future__ import annotations

from functools import partial

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.complaints.handling import casework
from portal.complaints.handling.documents import StoredDocument, add_to_complaint
from portal.complaints.queries.case_reads import case_file
from portal.complaints.records.message import AttachmentRecord
from portal.domain.actor import Actor, complainant
from portal.domain.errors import IncompleteError, NotAllowedError
from portal.domain.handling.identity import IdentityField
from portal.domain.role import Role
from portal.features.identity_releases.actions import release
from portal.runtime import Runtime
from tests.complaints.cases import act, complaint, last, member, ruled_by
from tests.complaints.held_messages.people import confirmed, somebody
from tests.laws.going_up import PERSON, STORY, filed, go_up
from tests.pages.office.people import case_path, sign_in, signed_in, words
from tests.support import FixedClock, file, officer, on_both


@pytest.fixture
def director(runtime: Runtime) -> Actor:
    return member(runtime, Role.MANAGER, post="director")


@pytest.fixture
def number(runtime: Runtime, clock: FixedClock, director: Actor) -> str:
    filed_then = filed(runtime)
    go_up(runtime, clock)
    assert complaint(runtime, filed_then).level == 2
    return filed_then


def read(runtime: Runtime, actor: Actor, number: str) -> tuple[str | None, str | None, str]:
    with runtime.reading(actor) as session:
        file = case_file(session, runtime.features.case_reads, "parks", number, runtime.now())
    person = file.person()
    assert person is not None
    return person.name, person.phone, file.complaint.story


@pytest.fixture
def claire(app: Flask, runtime: Runtime, number: str) -> FlaskClient:
    return signed_in(app, runtime)


@on_both
def test_only_what_is_released_is_read_and_only_by_whom_it_was_released_to(
    runtime: Runtime, number: str, director: Actor
):
    masked = "Je suis […] […], […], et le sentier des pruches est fermé."
    assert read(runtime, director, number) == (None, None, masked)
    act(runtime, number, release, user_id=director.user_id, fields=[IdentityField.NAME])
    name = PERSON["name"]
    with_name = f"Je suis {name}, […], et le sentier des pruches est fermé."
    assert read(runtime, director, number) == (name, None, with_name)
    act(runtime, number, release, user_id=director.user_id, fields=[IdentityField.PHONE])
    assert read(runtime, director, number) == (name, PERSON["phone"], STORY)
    other = Actor(director.kind, "Autre", 999, director.memberships)
    assert read(runtime, other, number) == (None, None, masked)


def test_the_history_keeps_who_released_what_to_whom(
    runtime: Runtime, number: str, director: Actor
):
    fields = [IdentityField.PHONE, IdentityField.NAME]
    act(runtime, number, release, user_id=director.user_id, fields=fields)
    entry = last(runtime, number, "identity_released")
    assert entry.facts["to"] == director.user_id
    assert entry.facts["fields"] == ["name", "phone"]
    with pytest.raises(IncompleteError):
        act(runtime, number, release, user_id=director.user_id, fields=fields)


def test_it_is_released_to_nobody_who_does_not_see_the_complaint(
    runtime: Runtime, number: str, director: Actor
):
    above = member(runtime, Role.TOP_AUTHORITY, post="president")
    elsewhere = member(runtime, Role.MANAGER, "water", "director")
    for person in (above.user_id, elsewhere.user_id, 999):
        with pytest.raises(IncompleteError):
            act(runtime, number, release, user_id=person, fields=[IdentityField.NAME])
    with pytest.raises(NotAllowedError):
        act(runtime, number, release, director, user_id=director.user_id, fields=["name"])


def attach(runtime: Runtime, number: str) -> None:
    """Add a document to a complaint."""
    kept = {"name": "lettre.pdf", "content_type": "application/pdf", "size": 4, "file_key": "k"}
    of_complaint = {"complaint_id": complaint(runtime, number).id, "from_citizen": True}
    added = {**kept, **of_complaint, "sha256": "0" * 64, "added_at": runtime.now()}
    with runtime.transaction() as session:
        session.add(AttachmentRecord(**added))


@on_both
def test_documents_are_kept_until_they_are_released(runtime: Runtime, number: str, director: Actor):
    attach(runtime, number)
    assert documents(runtime, director, number) == (0, 1)
    act(runtime, number, release, user_id=director.user_id, fields=[IdentityField.DOCUMENTS])
    assert documents(runtime, director, number) == (1, 0)
    assert documents(runtime, officer("parks"), number) == (1, 0)


def documents(runtime: Runtime, actor: Actor, number: str) -> tuple[int, int]:
    """Return how many documents an actor sees, and of how many is told that they are kept."""
    with runtime.reading(actor) as session:
        file = case_file(session, runtime.features.case_reads, "parks", number, runtime.now())
    return len(file.documents), file.documents_kept


def test_the_page_releases_what_is_ticked(
    app: Flask, runtime: Runtime, claire: FlaskClient, number: str, director: Actor
):
    page = words(claire.get(case_path(number)).text)
    assert "Révéler l’identité à un palier" in page
    path = case_path(number, "reveler-l-identite")
    version = complaint(runtime, number).version
    refused = claire.post(path, data={"version": version, "told": director.user_id})
    assert refused.status_code == 422
    assert "Choisissez ce que cette personne" in words(refused.text)
    sent = {"version": version, "told": director.user_id, "fields": ["name"]}
    assert claire.post(path, data=sent).status_code == 303
    page = words(claire.get(case_path(number)).text)
    assert "Identité révélée" in page
    assert ": nom." in page
    assert "Déjà révélé" in words(claire.get(path).text)
    manager = app.test_client()
    sign_in(manager, "manager.director.parks@exemple.org")
    assert PERSON["name"] in manager.get(case_path(number)).text


def test_a_level_is_told_how_many_documents_are_kept_from_it_and_of_no_empty_name(
    app: Flask, runtime: Runtime, number: str, director: Actor
):
    attach(runtime, number)
    manager = app.test_client()
    sign_in(manager, "manager.director.parks@exemple.org")
    page = words(manager.get(f"{case_path(number)}?onglet=documents").text)
    assert "Documents que votre palier ne voit pas : 1" in page
    assert "Demandez au service des plaintes de vous les révéler" in page
    assert "Aucun document" not in page
    assert "lettre.pdf" not in page
    assert "None" not in page


def test_it_is_not_offered_while_nobody_is_to_be_told(app: Flask, runtime: Runtime):
    page = words(signed_in(app, runtime).get(case_path(filed(runtime))).text)
    assert "Révéler l’identité" not in page


def test_a_note_of_the_service_is_masked_too(runtime: Runtime, number: str, director: Actor):
    runtime.change(officer(), number, partial(casework.add_note, body=STORY))
    with runtime.reading(director) as session:
        file = case_file(session, runtime.features.case_reads, "parks", number, runtime.now())
    assert [message.body for message in file.messages if message.kind == "note"] == [
        "Je suis […] […], […], et le sentier des pruches est fermé."
    ]


def test_a_manager_of_another_agency_opens_nothing(app: Flask, runtime: Runtime, number: str):
    stranger = signed_in(app, runtime, "eau@eaux.example", Role.MANAGER, "water", "director")
    assert stranger.get(case_path(number)).status_code == 403
    assert stranger.get(case_path(number, agency="water")).status_code == 404


def test_what_only_the_texts_tell_is_released_as_well(
    app: Flask, runtime: Runtime, clock: FixedClock, director: Actor
):
    told = file(runtime, story="Au 12 rue des Lilas, ou au 418 555-0199.", name=None).number
    go_up(runtime, clock)
    path = case_path(told, "reveler-l-identite")
    page = words(signed_in(app, runtime).get(path).text)
    assert "Téléphone" in page
    assert "Adresse" in page
    with runtime.reading(director) as session:
        assert story(session, runtime, told) == "Au […], ou au […]."
    act(runtime, told, release, user_id=director.user_id, fields=[IdentityField.ADDRESS])
    with runtime.reading(director) as session:
        assert story(session, runtime, told) == "Au 12 rue des Lilas, ou au […]."


def story(session: Session, runtime: Runtime, number: str) -> str:
    file = case_file(session, runtime.features.case_reads, "parks", number, runtime.now())
    return file.complaint.story


def test_the_name_of_a_document_is_masked_until_the_name_is_released(
    app: Flask, runtime: Runtime, number: str, director: Actor
):
    content = b"Bonjour."
    key = runtime.files.put(content)
    document = StoredDocument("Lettre de Solange Secret.txt", "text/plain", 8, "0" * 64, key)
    limits = runtime.agencies.portal.attachments
    runtime.change(
        complainant(complaint(runtime, number).id),
        number,
        partial(add_to_complaint, document=document, limits=limits),
    )
    act(runtime, number, release, user_id=director.user_id, fields=[IdentityField.DOCUMENTS])
    manager = app.test_client()
    sign_in(manager, "manager.director.parks@exemple.org")
    page = manager.get(case_path(number), query_string={"onglet": "documents"}).text
    assert "Lettre de […] […].txt" in page
    answer = manager.get(case_path(number, "documents/1"))
    assert (answer.status_code, answer.data) == (200, content)
    assert "Solange" not in str(answer.headers)


def test_an_answer_that_a_level_reads_before_it_leaves_is_masked(
    app: Flask, runtime: Runtime, number: str, director: Actor
):
    ruled_by(runtime, second_reader={"answers": "always"})
    confirmed(runtime, number, somebody(runtime, "claire"), body=STORY)
    manager = app.test_client()
    sign_in(manager, "manager.director.parks@exemple.org")
    page = manager.get(case_path(number, "relire")).text
    assert "pruches" in page
    assert not [told for told in ("Solange", "555-0123") if told in page]
