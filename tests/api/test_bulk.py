"""Complaints come line by line, each under its key, and one that fails holds back no other."""

from __future__ import annotations

import json
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from portal.api.bulk import LINES
from portal.api.reading_bodies import LARGEST_BODY
from portal.complaints.queries.by_api import complaints_before
from portal.domain.actor import PORTAL
from portal.runtime import Runtime
from tests.api.calling import Caller, calling
from tests.support import file

STORY = {"story": "Le sentier est fermé.", "name": "Solange", "category": "other"}


def told(answer: TestResponse) -> list[dict[str, Any]]:
    return [json.loads(line) for line in answer.text.splitlines()]


def sent(parks: Caller, *lines: Any) -> list[dict[str, Any]]:
    written = (line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines)
    body = b"\n".join(written)
    answer = parks.open("POST", "/bulk/complaints", data=body, content_type=LINES)
    assert (answer.status_code, answer.mimetype) == (200, LINES)
    return told(answer)


def test_each_line_is_answered_and_sent_again_files_nothing_new(app: Flask, runtime: Runtime):
    parks = calling(app, runtime)
    lines = [
        {**STORY, "key": "a"},
        b"",
        b"no JSON",
        b"x" * (2 * LARGEST_BODY),
        {**STORY, "key": "b", "name": ""},
        {**STORY, "key": "b"},
        {**STORY, "key": "a", "wish": "Autre chose."},
        {**STORY},
    ]
    first = sent(parks, *lines)
    statuses = [(one["line"], one["status"]) for one in first]
    assert statuses == [(1, 201), (3, 422), (4, 413), (5, 422), (6, 201), (7, 422), (8, 422)]
    assert sent(parks, *lines) == first
    assert len(runtime.read(PORTAL, complaints_before, "parks", 10)) == 2


def test_other_content_than_lines_is_refused(app: Flask, runtime: Runtime):
    answer = calling(app, runtime).post("/bulk/complaints", STORY)
    assert (answer.status_code, answer.mimetype) == (415, "application/problem+json")


def test_a_complaint_is_proposed_to_another_agency(app: Flask, runtime: Runtime):
    number = file(runtime, "parks").number
    parks = calling(app, runtime)
    nowhere = {"agency": "nowhere", "reason": "Chez vous."}
    wrong = parks.post(f"/complaints/{number}/transfer", nowhere, etag="*")
    assert (wrong.status_code, wrong.json["errors"][0]["pointer"]) == (422, "/agency")
    water = {"agency": "water", "reason": "C’est une conduite d’eau."}
    proposed = parks.post(f"/complaints/{number}/transfer", water, etag="*")
    assert proposed.status_code == 200, proposed.text
    kinds = [one["kind"] for one in parks.get(f"/complaints/{number}/history").json["entries"]]
    assert "transfer_proposed" in kinds
