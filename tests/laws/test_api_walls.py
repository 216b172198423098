"""No operation of the API shows or touches a complaint of another agency."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.api.application import operations_of
from portal.api.mounted import MOUNTED
from portal.api.operations import Operation
from portal.complaints.records.complaint import ComplaintRecord
from portal.domain.actor import PORTAL
from portal.domain.api_scopes import Scope
from portal.runtime import Runtime
from tests.api.calling import calling
from tests.support import TUESDAY, file

SECRET = "Le secret des sentiers"

OF_EVERYBODY = {"agencies", "categories", "dates", "quarters", "indicators"}
"""What everybody asks for, without a token: it tells of no complaint."""

OF_ITS_OWN = {"own_access", "complaints", "file_one", "file_lines"}
"""What names no complaint: a client asks it of its own agency alone."""

BODIES: dict[str, Any] = {
    "change_status": {
        "status": "taken_in_charge",
        "contact": {"means": "phone", "at": TUESDAY.isoformat()},
    },
    "add_message": {"kind": "note", "text": "Vu."},
    "answer": {"text": "Rouvert."},
    "transfer": {"agency": "water", "reason": "Chez vous."},
}
"""What is sent to the operations that change the complaint which they name."""

OF_ONE = {"complaint", "history", "attach", *BODIES}


def test_every_operation_is_in_the_matrix(app: Flask):
    known = operations_of(app.extensions[MOUNTED].api)
    assert {*known} == OF_EVERYBODY | OF_ITS_OWN | OF_ONE
    for name, operation in known.items():
        assert (operation.scope is None) is (name in OF_EVERYBODY), name
        assert ("<number>" in operation.rule) is (name in OF_ONE), name


def test_no_operation_reaches_a_complaint_of_another_agency(app: Flask, runtime: Runtime):
    number = file(runtime, "parks", story=SECRET, name="Solange Secret").number
    before = versions(runtime)
    stranger, owner = calling(app, runtime, agency="water"), calling(app, runtime)
    for operation in every(app, OF_ONE):
        address = operation.rule.removeprefix("/api/v1").replace("<number>", number)
        answer = stranger.open(operation.method, address, **sent(operation))
        assert answer.status_code == 404, operation.name
        assert "ecret" not in answer.text
        unknown = stranger.open(
            operation.method, address.replace(number, "2026-999999"), **sent(operation)
        )
        # Whether there is one with another agency is told by nothing.
        assert unknown.json == answer.json, operation.name
    assert versions(runtime) == before
    assert stranger.get("/complaints").json["complaints"] == []
    assert stranger.get(f"/complaints?number={number}").json["complaints"] == []
    for operation in every(app, OF_ONE):
        address = operation.rule.removeprefix("/api/v1").replace("<number>", number)
        answer = owner.open(operation.method, address, **sent(operation))
        assert answer.status_code in {200, 201, 409}, (operation.name, answer.text)


@pytest.mark.parametrize("held", list(Scope))
def test_an_operation_opens_for_the_scopes_that_it_names_alone(
    app: Flask, runtime: Runtime, held: Scope
):
    number = file(runtime, "parks").number
    client = calling(app, runtime, held)
    for operation in every(app, OF_ONE | OF_ITS_OWN):
        address = operation.rule.removeprefix("/api/v1").replace("<number>", number)
        answer = client.open(operation.method, address, **sent(operation))
        assert (answer.status_code == 403) is ({*operation.scopes} != {held}), operation.name
        holding = calling(app, runtime, *operation.scopes)
        answer = holding.open(operation.method, address, **sent(operation))
        assert answer.status_code != 403, operation.name


def every(app: Flask, names: set[str]) -> Iterator[Operation]:
    known = operations_of(app.extensions[MOUNTED].api)
    return (known[name] for name in sorted(names & {*known}))


def sent(operation: Operation) -> dict[str, Any]:
    """Return what is sent to an operation, whatever version of a complaint there is."""
    if operation.method == "GET":
        return {}
    headers = {"If-Match": "*"}
    if operation.takes_any:
        kind = "application/octet-stream"
        named = {"name": "lettre.txt"}
        return {"headers": headers, "data": b"x", "content_type": kind, "query_string": named}
    return {"headers": headers, "json": BODIES.get(operation.name, {})}


def versions(runtime: Runtime) -> list[int]:
    with runtime.reading(PORTAL) as session:
        return list(session.scalars(select(ComplaintRecord.version)))
