"""A row from before values were checked, or that is broken, never hides a complaint."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from portal.complaints.queries.kept_clocks import running_clocks
from portal.domain.actor import PORTAL
from portal.domain.role import Role
from portal.runtime import Runtime
from tests.pages.office.people import case_path, signed_in, words
from tests.support import file

WORK_LIST = "/fr/gestion/parks/file"
BROKEN: list[dict[str, Any]] = [
    {"length": "-5 working days"},
    {"length": "10000 working days"},
    {"length": "some days"},
    {"explanation": {}},
    {"promise": {}},
]

pytestmark = pytest.mark.past_the_portal


def spoil(runtime: Runtime, broken: dict[str, Any]) -> None:
    """Let every date of the first complaint be kept as it never should be."""
    of_first = "SELECT id, promise, explanation FROM clock WHERE complaint_id = 1"
    with runtime.transaction() as session:
        rows = session.execute(text(of_first)).all()
        for clock_id, promise, explanation in rows:
            kept = {"promise": json.loads(promise), "explanation": json.loads(explanation)}
            length = broken.get("length")
            if length:
                kept["promise"]["within"] = length
                for part in kept["explanation"].get("parts", ()):
                    part["length"] = length
            kept |= {name: value for name, value in broken.items() if name != "length"}
            session.execute(
                text("UPDATE clock SET promise = :p, explanation = :e WHERE id = :id"),
                {"p": json.dumps(kept["promise"]), "e": json.dumps(kept["explanation"])}
                | {"id": clock_id},
            )
            if length:
                session.execute(
                    text("UPDATE clock SET allowance = :a WHERE id = :id"),
                    {"a": length, "id": clock_id},
                )


@pytest.mark.parametrize("broken", BROKEN, ids=json.dumps)
def test_a_date_that_cannot_be_read_hides_nothing_else(
    app: Flask, runtime: Runtime, broken: dict[str, Any]
):
    receipt = file(runtime)
    citizen = app.test_client()
    form = {"numero": receipt.number, "code": receipt.code}
    spoil(runtime, broken)
    followed = citizen.post("/fr/suivi", data=form)
    assert followed.status_code == 303
    page = citizen.get(followed.location)
    assert page.status_code == 200
    assert receipt.number in page.text
    officer = signed_in(app, runtime)
    assert officer.get(WORK_LIST).status_code == 200
    case = officer.get(case_path(receipt.number))
    assert case.status_code == 200
    assert "sentier" in words(case.text)
    if "length" not in broken or "some" in broken["length"]:
        admin = signed_in(app, runtime, "admin@parcs.example", role=Role.ADMINISTRATOR, post=None)
        told = words(admin.get("/fr/reglages/parks").text)
        assert "Des dates de plaintes ne peuvent pas être lues" in told


def test_one_date_that_cannot_be_read_keeps_nobody_from_being_warned_of_others(runtime: Runtime):
    file(runtime)
    other = file(runtime)
    spoil(runtime, {"explanation": {}})
    with runtime.reading(PORTAL) as session:
        every = session.scalars(text("SELECT id FROM clock WHERE due_at IS NOT NULL")).all()
        assert {clock.number for clock in running_clocks(session, every)} == {other.number}
