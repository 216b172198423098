"""Once a complaint left an agency, neither it nor the next one sees the other's staff in it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.complaints.letters.letters import store_notices
from portal.complaints.records.message import NoticeRecord
from portal.domain.actor import PORTAL
from portal.domain.role import Role
from portal.runtime import Runtime
from tests.complaints.cases import complaint
from tests.features.transfers.transferred import route
from tests.pages.office.people import case_path, signed_in, words
from tests.support import FixedClock, add_user, file, on_both


@pytest.fixture
def desk(app: Flask, runtime: Runtime) -> FlaskClient:
    return signed_in(app, runtime, "aline@guichet.example", Role.INTAKE, "desk", None)


@pytest.fixture
def water(app: Flask, runtime: Runtime) -> FlaskClient:
    return signed_in(app, runtime, "paul@eaux.example", Role.OFFICER, "water", "office")


@on_both
def test_presence_ends_with_the_right(
    app: Flask, runtime: Runtime, clock: FixedClock, desk: FlaskClient, water: FlaskClient
):
    number = file(runtime, "desk").number
    assert desk.get(case_path(number, agency="desk")).status_code == 200
    colleague = signed_in(app, runtime, "bea@guichet.example", Role.INTAKE, "desk", None)
    assert "Aline lit aussi" in words(colleague.get(case_path(number, agency="desk")).text)
    clock.moment += timedelta(minutes=1)
    route(runtime, number, "water")
    page = words(water.get(case_path(number, agency="water")).text)
    assert "aussi" not in page
    assert "Aline" not in page
    # The desk opens nothing of it, and reads nobody's name.
    assert desk.get(case_path(number, agency="desk")).status_code == 404
    assert "Paul" not in words(desk.get("/fr/gestion/desk/remises").text)


def test_what_waited_to_be_told_there_is_told_to_nobody(runtime: Runtime):
    number = file(runtime, "desk").number
    told = add_user(runtime, "chef@guichet.example", Role.HEAD, "desk", None)
    notice = {"complaint_id": complaint(runtime, number).id, "user_id": told, "clock_id": None}
    facts = {"number": number, "agency": "desk"}
    with runtime.transaction() as session:
        kept = {**notice, "kind": "passed_to_you", "params": facts, "at": runtime.now()}
        store_notices(session, [kept])
    assert waiting(runtime) == [told]
    route(runtime, number, "water")
    assert told not in waiting(runtime)


def waiting(runtime: Runtime) -> list[int]:
    with runtime.reading(PORTAL) as session:
        return list(session.scalars(select(NoticeRecord.user_id)))
