"""A client files, reads and handles its agency's complaints, once each, and nobody else's."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.complaints.queries.by_api import complaints_before
from portal.domain.actor import PORTAL
from portal.domain.api_scopes import Scope
from portal.runtime import Runtime
from portal.worker import let_leave
from tests.api.calling import calling
from tests.support import FixedClock, file, on_both

STORY = {
    "story": "Le sentier du parc est fermé depuis des semaines, sans avis.",
    "name": "Solange Secret",
    "reply_by": "email",
    "email": "solange@exemple.org",
    "answers": {"place": "Sentier du lac", "since": "2026-11-02"},
}


@on_both
def test_a_complaint_is_filed_read_taken_in_charge_and_answered(app: Flask, runtime: Runtime):
    parks = calling(app, runtime)
    filed = parks.post("/complaints", STORY, key="a")
    assert filed.status_code == 201, filed.text
    number = filed.json["number"]
    assert filed.headers["Location"].endswith(number)
    assert filed.json["access_code"]
    kinds = [one["kind"] for one in filed.json["dates"]]
    assert kinds[:3] == ["acknowledge", "first_contact", "answer"]
    assert filed.json["next_recourse"]["body"]

    shown = parks.get(f"/complaints/{number}")
    assert shown.json["told"]["people"][0]["name"] == "Solange Secret"
    assert (shown.json["channel"], shown.json["status"]) == ("api", "received")

    unsaid = parks.post(f"/complaints/{number}/status", {"status": "taken_in_charge"})
    assert unsaid.status_code == 428
    reached = {"means": "phone", "at": runtime.now().isoformat()}
    taken = parks.post(
        f"/complaints/{number}/status",
        {"status": "taken_in_charge", "contact": reached},
        etag=shown.headers["ETag"],
    )
    assert (taken.status_code, taken.json["status"]) == (200, "taken_in_charge"), taken.text
    stale = parks.post(
        f"/complaints/{number}/answer", {"text": "Rouvert."}, etag=shown.headers["ETag"]
    )
    assert (stale.status_code, stale.json["type"]) == (412, "urn:plaintes:stale-complaint")
    answered = parks.post(
        f"/complaints/{number}/answer", {"text": "Rouvert."}, etag=taken.headers["ETag"]
    )
    assert (answered.json["status"], answered.json["waiting"]) == ("answered", None)

    history = parks.get(f"/complaints/{number}/history").json
    assert [one["kind"] for one in history["entries"]][:3] == [
        "filed",
        "acknowledged",
        "taken_in_charge",
    ]
    pairs = zip(history["entries"], history["entries"][1:], strict=False)
    assert all(one["hash"] == following["prev"] for one, following in pairs)


def test_an_answer_waits_as_one_of_the_pages_does_and_leaves_in_the_name_of_its_client(
    app: Flask, runtime: Runtime, clock: FixedClock
):
    runtime.config.hold_seconds = 60
    number = file(runtime, "parks").number
    parks = calling(app, runtime)
    held = parks.post(f"/complaints/{number}/answer", {"text": "Rouvert."}, etag="*")
    assert (held.json["status"], held.json["waiting"]) == ("received", "hold")
    clock.moment += timedelta(minutes=2)
    assert let_leave(runtime, runtime.now()) == 1
    assert parks.get(f"/complaints/{number}").json["status"] == "answered"


@on_both
def test_the_same_key_files_once_and_never_for_something_else(app: Flask, runtime: Runtime):
    parks = calling(app, runtime)
    first, again = (parks.post("/complaints", STORY, key="a") for _ in range(2))
    assert first.json == again.json
    other = parks.post("/complaints", {**STORY, "wish": "Autre chose."}, key="a")
    assert (other.status_code, other.json["type"]) == (422, "urn:plaintes:key-used-otherwise")
    assert parks.post("/complaints", STORY, key="b").json["number"] != first.json["number"]
    # The same key of another client is another key.
    assert calling(app, runtime).post("/complaints", STORY, key="a").json != first.json
    assert len(runtime.read(PORTAL, complaints_before, "parks", 10)) == 3


@pytest.mark.parametrize(
    ("sent", "pointer"),
    [
        ({"story": "  "}, "/story"),
        ({"name": "A"}, "/story"),
        ({**STORY, "reply_by": "post"}, "/address"),
        ({**STORY, "email": "nulle part"}, "/email"),
        ({**STORY, "category": "unknown"}, "/category"),
        ({**STORY, "answers": {"unknown": "x", "place": "Ici"}}, "/answers"),
        ({**STORY, "answers": {}}, "/answers/place"),
        ({**STORY, "name": ""}, "/name"),
        ({**STORY, "secret": "Solange Secret"}, ""),
    ],
)
def test_what_is_wrong_is_told_where_it_stands_and_never_repeated(
    app: Flask, runtime: Runtime, sent: dict[str, Any], pointer: str
):
    answer = calling(app, runtime).post("/complaints", sent)
    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")
    assert [one["pointer"] for one in answer.json["errors"]] == [pointer]
    for value in ("Solange", "nulle part", "unknown", "secret"):
        assert value not in answer.text.replace("/secret", "")
    english = calling(app, runtime).post("/complaints", sent, language="en")
    assert english.json["title"] == "This cannot be taken as it is"
    assert english.headers["Content-Language"] == "en"


def test_who_complains_is_read_by_the_scope_for_it_alone(app: Flask, runtime: Runtime):
    number = file(runtime, "parks", story="Le secret.", name="Solange Secret").number
    blind = calling(app, runtime, Scope.READ)
    shown = blind.get(f"/complaints/{number}")
    assert shown.json["told"] is None
    for address in ("/complaints", f"/complaints/{number}", f"/complaints/{number}/history"):
        answer = blind.get(address)
        assert answer.status_code == 200
        assert "ecret" not in answer.text
    refused = blind.post(f"/complaints/{number}/answer", {"text": "Non."}, etag="*")
    assert (refused.status_code, refused.json["type"]) == (403, "urn:plaintes:insufficient-scope")


def test_a_list_goes_on_where_it_stopped_whatever_is_filed_meanwhile(app: Flask, runtime: Runtime):
    numbers = [file(runtime, "parks").number for _ in range(5)]
    file(runtime, "water")
    parks = calling(app, runtime)
    first = parks.get("/complaints?limit=2").json
    file(runtime, "parks")
    second = parks.get(f"/complaints?limit=2&cursor={first['next']}").json
    third = parks.get(f"/complaints?limit=2&cursor={second['next']}").json
    seen = [one["number"] for page in (first, second, third) for one in page["complaints"]]
    assert seen == numbers[::-1]
    assert third["next"] is None
    assert parks.get("/complaints?cursor=zzzz").status_code == 422
    [found] = parks.get(f"/complaints?number={numbers[0]}").json["complaints"]
    assert found["number"] == numbers[0]


def test_a_document_is_what_its_content_is(app: Flask, runtime: Runtime):
    number = file(runtime, "parks").number
    parks = calling(app, runtime)
    address = f"/complaints/{number}/documents"
    tag = parks.get(f"/complaints/{number}").headers["ETag"]
    kept = parks.send(f"{address}?name=lettre.txt", b"Bonjour", etag=tag)
    assert kept.status_code == 201, kept.text
    assert kept.json["content_type"] == "text/plain"
    false = parks.send(f"{address}?name=faux.pdf", b"Bonjour", etag=kept.headers["ETag"])
    assert (false.status_code, false.json["errors"][0]["pointer"]) == (422, "/")
    [document] = parks.get(f"/complaints/{number}").json["told"]["documents"]
    assert document["name"] == "lettre.txt"


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "/api/v1/nothing", 404),
        ("DELETE", "/api/v1/complaints", 405),
        ("GET", "/oauth/token", 405),
        ("GET", "/api", 404),
        ("POST", "/api/v1/complaints", 401),
        ("HEAD", "/api/v1/agencies", 200),
        ("OPTIONS", "/api/v1/agencies", 200),
    ],
)
def test_whatever_is_asked_is_answered_as_the_api_answers(
    client: FlaskClient, method: str, address: str, status: int
):
    answer = client.open(address, method=method)
    assert answer.status_code == status
    assert "Set-Cookie" not in answer.headers
    if status >= 400:
        assert answer.json["status"] == status
        assert answer.mimetype == "application/problem+json"


def test_other_content_and_too_much_of_it_are_refused(app: Flask, runtime: Runtime):
    parks = calling(app, runtime)
    form = parks.open("POST", "/complaints", data={"story": "x"})
    assert (form.status_code, form.json["type"]) == (415, "urn:plaintes:unsupported-media-type")
    large = parks.post("/complaints", {**STORY, "wish": "x" * 300_000})
    assert large.status_code in (413, 422)
    double = parks.open("POST", "/complaints", data='"{}"', content_type="application/json")
    assert double.status_code == 422


def test_everybody_reads_agencies_their_subjects_and_the_dates_they_promise(client: FlaskClient):
    listed = client.get("/api/v1/agencies", headers={"Accept-Language": "en"}).json["agencies"]
    assert {"parks", "water"} <= {one["code"] for one in listed}
    subjects = client.get("/api/v1/agencies/parks/categories").json["categories"]
    code = subjects[0]["code"]
    dates = client.get(f"/api/v1/agencies/parks/categories/{code}/dates").json
    assert {one["kind"] for one in dates["dates"]} >= {"first_contact", "answer"}
    assert client.get("/api/v1/agencies/nowhere/categories").status_code == 404
    assert client.get("/api/v1/agencies/parks/categories/none/dates").status_code == 404
