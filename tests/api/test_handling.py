"""A client handles complaints by what pages ask: who was reached, and how text is kept."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from portal.domain.api_scopes import Scope
from portal.domain.time.clock import ClockKind
from portal.runtime import Runtime
from tests.api.calling import Caller, calling
from tests.features.joint_answers.asked_parts import begun
from tests.support import FixedClock, file

UNSEEN = "\u202e"
TYPED = f"Vu\x00 et {UNSEEN}lu"


def first_contact(parks: Caller, number: str) -> dict[str, Any]:
    dates = parks.get(f"/complaints/{number}").json["dates"]
    return next(one for one in dates if one["kind"] == ClockKind.FIRST_CONTACT)


def test_no_program_keeps_the_date_of_a_contact_without_who_was_reached(
    app: Flask, runtime: Runtime, clock: FixedClock
):
    number = file(runtime, "parks").number
    clock.moment += timedelta(hours=2)
    parks, now = calling(app, runtime), runtime.now()

    def said(status: str = "taken_in_charge", **contact: Any) -> Any:
        body = {"status": status, "contact": contact or None}
        return parks.post(f"/complaints/{number}/status", body, etag="*")

    for contact, pointer in (
        ({}, "/contact"),
        ({"means": "phone"}, "/contact/at"),
        ({"means": "bot", "at": now.isoformat()}, "/contact/means"),
        ({"means": "phone", "at": "2026-11-02T10:00:00"}, "/contact/at"),
        ({"means": "phone", "at": (now + timedelta(hours=1)).isoformat()}, "/contact/at"),
        ({"means": "phone", "at": (now - timedelta(hours=9)).isoformat()}, "/contact/at"),
    ):
        refused = said(**contact)
        assert refused.status_code == 422, contact
        assert [one["pointer"] for one in refused.json["errors"]] == [pointer]
    assert said("under_review", means="phone", at=now.isoformat()).status_code == 422
    assert first_contact(parks, number)["met_at"] is None
    at = (now - timedelta(hours=1)).isoformat()
    assert said(means="phone", at=at).json["status"] == "taken_in_charge"
    assert first_contact(parks, number)["met_at"]
    [taken] = [
        one
        for one in parks.get(f"/complaints/{number}/history").json["entries"]
        if one["kind"] == "taken_in_charge"
    ]
    # As on the page: whoever complains is asked whether they were reached so.
    assert taken["facts"]["contact"] == "phone"
    again = said(means="phone", at=at)
    assert (again.status_code, again.json["type"]) == (409, "urn:plaintes:transition-not-allowed")
    assert "taken_in_charge" in again.json["detail"]
    assert "page" not in again.json["detail"]


def test_a_part_is_listed_read_and_handled_by_its_own_number(app: Flask, runtime: Runtime):
    part = begun(runtime, file(runtime, "parks").number, "story")
    assert part.endswith("-B")
    water = calling(app, runtime, agency="water")
    [listed] = water.get(f"/complaints?number={part}").json["complaints"]
    assert listed["number"] == part
    assert water.get(f"/complaints/{part}").json["number"] == part
    assert water.get(f"/complaints/{part}/history").json["number"] == part
    noted = water.post(f"/complaints/{part}/messages", {"kind": "note", "text": "Vu."}, etag="*")
    assert (noted.status_code, noted.json["number"]) == (200, part)
    assert calling(app, runtime).get(f"/complaints/{part}").status_code == 404


@pytest.mark.parametrize("deep", ['{"a":' * 40_000, "[" * 3_000 + "]" * 3_000])
def test_what_is_nested_too_deeply_is_refused_as_what_is_no_json(
    app: Flask, runtime: Runtime, deep: str
):
    number = file(runtime, "parks").number
    parks = calling(app, runtime)
    nested = '{"story": ' + "[" * 3_000 + "]" * 3_000 + "}"
    for address in ("/complaints", f"/complaints/{number}/messages"):
        for sent in (deep, nested):
            answer = parks.open("POST", address, data=sent, content_type="application/json")
            assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")
    lines = parks.open("POST", "/bulk/complaints", data=nested, content_type="application/x-ndjson")
    assert json.loads(lines.text)["status"] == 422


def test_texts_are_kept_as_pages_keep_what_is_typed(app: Flask, runtime: Runtime):
    parks = calling(app, runtime)
    said = {"story": TYPED, "name": f"So{UNSEEN}lange\x00", "wish": TYPED, "category": "other"}
    contact = {"reply_by": "post", "address": f"1, rue\x00 du Lac{UNSEEN}, Québec"}
    number = parks.post("/complaints", {**said, **contact}).json["number"]
    for kind in ("note", "question"):
        sent = {"kind": kind, "text": TYPED}
        assert parks.post(f"/complaints/{number}/messages", sent, etag="*").status_code == 200
    blank = parks.post(f"/complaints/{number}/answer", {"text": "\u200b\x00"}, etag="*")
    assert (blank.status_code, blank.json["errors"][0]["pointer"]) == (422, "/text")
    assert parks.post(f"/complaints/{number}/answer", {"text": TYPED}, etag="*").json["status"]
    document = parks.send(f"/complaints/{number}/documents?name=a%00b%E2%80%AEc.txt", b"x", "*")
    assert document.json["name"] == "a b c.txt"
    shown = parks.get(f"/complaints/{number}")
    assert shown.json["told"]["messages"]
    assert all("Vu et lu" in one["text"] for one in shown.json["told"]["messages"])
    for kept in ("\\u0000", "\\u202e", UNSEEN):
        assert kept not in shown.text.lower()


def test_answers_to_questions_are_kept_so_too(app: Flask, runtime: Runtime):
    parks = calling(app, runtime)
    answers = {"place": f"Le\x00 lac{UNSEEN}", "since": "2026-11-02"}
    said = {"story": "Le sentier du parc est fermé.", "name": "Solange", "answers": answers}
    filed = parks.post("/complaints", said)
    assert filed.status_code == 201, filed.text
    told = parks.get(f"/complaints/{filed.json['number']}").json["told"]
    assert told["answers"]["place"] == "Le lac"


def test_names_are_not_tried_by_who_may_not_read_them(app: Flask, runtime: Runtime):
    number = file(runtime, "parks", name="Solange Secret").number
    address = f"/complaints/{number}/transfer"
    blind = calling(app, runtime, *(one for one in Scope if one is not Scope.PERSONAL))
    tried = [
        blind.post(
            address, {"agency": "water", "reason": reason, "is_naming_meant": meant}, etag=tag
        )
        for reason in ("Pour Solange Secret.", "Pour Berthe Autre.")
        for meant in (False, True)
        for tag in ("*", '"1"')
    ]
    assert {one.status_code for one in tried} == {403}
    assert len({one.text for one in tried}) == 1
    assert "complaints:transfer" in tried[0].headers["WWW-Authenticate"]
    assert "complaints:personal" in tried[0].headers["WWW-Authenticate"]
    knowing = calling(app, runtime, Scope.TRANSFER, Scope.PERSONAL)
    named = knowing.post(address, {"agency": "water", "reason": "Pour Solange Secret."}, etag="*")
    assert (named.status_code, named.json["type"]) == (422, "urn:plaintes:identity-said")
