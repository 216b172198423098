import re

from flask.testing import FlaskClient

from portal.runtime import Runtime
from tests.pages.citizen.documents import GOOD, add, kept
from tests.pages.citizen.journeys import at, number_in, post, sent, to_check
from tests.pages.office.people import words

BAD = ("virus.exe", b"MZ\x90\x00" + bytes(100))


def test_documents_are_listed_and_can_be_taken_away(client: FlaskClient, runtime: Runtime):
    draft = to_check(client)
    assert add(client, draft, GOOD).location == at(draft, "documents")
    assert "note.txt" in client.get(at(draft, "verifier")).text
    [document] = kept(runtime)
    post(client, draft, "documents", retirer=str(document.id))
    assert kept(runtime) == []
    assert "note.txt" not in client.get(at(draft, "verifier")).text


def test_a_refused_document_does_not_lose_the_others(client: FlaskClient, runtime: Runtime):
    response = add(client, to_check(client), BAD, GOOD)
    assert response.status_code == 422
    assert "virus.exe ne convient pas. Choisissez une photo" in response.text
    assert "note.txt" in response.text
    assert [document.name for document in kept(runtime)] == ["note.txt"]


HEIC = ("plage.heic", b"\x00\x00\x00\x18ftypheic" + bytes(100))


def test_a_picture_that_keeps_its_place_is_said_to(client: FlaskClient):
    draft = to_check(client)
    add(client, draft, HEIC)
    page = words(client.get(at(draft, "documents")).text)
    assert "plage.heic garde ce que l’appareil y a inscrit, le lieu et la date compris" in page
    assert "restent discrètes" not in page
    add(client, draft, GOOD)
    assert "garde ce que l’appareil" not in words(client.get(at(draft, "documents")).text)


def test_a_refused_document_is_told_by_the_name_that_it_came_with(client: FlaskClient):
    damaged = ("jpegas.png", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(200))
    answer = add(client, to_check(client), damaged)
    assert answer.status_code == 422
    assert "jpegas.png ne s’ouvre pas" in answer.text


def test_sending_no_document_asks_for_one(client: FlaskClient):
    assert "Choisissez un document" in add(client, to_check(client)).text


def test_somebody_elses_document_cannot_be_taken_away(client: FlaskClient, runtime: Runtime):
    add(client, to_check(client), GOOD)
    [document] = kept(runtime)
    stranger = client.application.test_client()
    post(stranger, to_check(stranger), "documents", retirer=str(document.id))
    assert len(kept(runtime)) == 1


def test_documents_go_with_the_complaint(client: FlaskClient, runtime: Runtime):
    draft = to_check(client)
    add(client, draft, GOOD)
    post(client, draft, "verifier")
    [document] = kept(runtime)
    assert document.complaint_id is not None
    assert document.draft_id is None


def test_a_document_comes_back_as_a_file_and_never_as_a_page(client: FlaskClient, runtime: Runtime):
    draft = to_check(client)
    add(client, draft, GOOD)
    post(client, draft, "verifier")
    client.get(at(draft, "envoyee"))
    [document] = kept(runtime)
    response = client.get(f"/fr/suivi/2026-000001/documents/{document.id}")
    assert response.data == GOOD[1]
    assert response.content_type.startswith("text/plain")
    assert response.headers["Content-Disposition"] == "attachment; filename=note.txt"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_a_document_of_another_complaint_is_not_given_out(client: FlaskClient, runtime: Runtime):
    draft = to_check(client)
    add(client, draft, GOOD)
    post(client, draft, "verifier")
    [document] = kept(runtime)
    stranger = client.application.test_client()
    own = number_in(sent(stranger))
    assert stranger.get(f"/fr/suivi/{own}/documents/{document.id}").status_code == 404
    assert stranger.get(f"/fr/suivi/2026-000001/documents/{document.id}").status_code == 303


def test_a_photograph_that_keeps_its_place_is_named_and_not_asked_for(client: FlaskClient):
    page = client.get(at(to_check(client), "documents")).text
    assert "Une photo HEIC garde tout cela, le lieu compris" in words(page)
    (accepted,) = re.findall(r'accept="([^"]*)"', page)
    assert not [kind for kind in ("heic", "heif", "image/*") if kind in accepted]
    assert "Une photo HEIC garde tout cela" in words(client.get("/fr/confidentialite").text)
