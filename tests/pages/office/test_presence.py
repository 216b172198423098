"""Whoever opens a complaint sees who else has it open."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from itertools import count

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.complaints.queries.case_reads import complaint_id_of
from portal.complaints.queries.presence import A_MOMENT, enter_openings
from portal.domain.actor import PORTAL
from portal.domain.role import Role
from portal.runtime import Runtime
from tests.features.reprisals.reported import reported
from tests.pages.office.people import case_path, signed_in, words
from tests.support import FixedClock, file, on_both


@pytest.fixture
def number(runtime: Runtime) -> str:
    return file(runtime).number


@pytest.fixture
def paul(app: Flask, runtime: Runtime) -> FlaskClient:
    return signed_in(app, runtime, "paul@parcs.example")


@on_both
def test_the_other_reads_and_then_writes(
    claire: FlaskClient, paul: FlaskClient, number: str, clock: FixedClock
):
    assert "aussi" not in words(claire.get(case_path(number)).text)
    page = words(paul.get(case_path(number)).text)
    assert "Claire lit aussi cette plainte (à l’instant)." in page
    claire.get(case_path(number, "repondre"))
    clock.moment += timedelta(minutes=3)
    page = words(paul.get(case_path(number, "note")).text)
    assert "Claire travaille aussi à cette plainte (il y a 3 minutes)." in page


def test_after_a_while_nobody_is_there_any_more(
    claire: FlaskClient, paul: FlaskClient, number: str, clock: FixedClock
):
    claire.get(case_path(number))
    clock.moment += A_MOMENT
    assert "Claire lit" not in words(paul.get(case_path(number)).text)


def test_who_has_another_complaint_open_is_not_named(
    claire: FlaskClient, paul: FlaskClient, number: str, runtime: Runtime
):
    claire.get(case_path(file(runtime).number))
    assert "Claire lit" not in words(paul.get(case_path(number)).text)


def test_a_page_costs_the_same_however_often_the_complaint_was_opened_before(
    claire: FlaskClient, paul: FlaskClient, number: str, runtime: Runtime, clock: FixedClock
):
    claire.get(case_path(number))
    claire.get(case_path(number))
    seldom = steps_of(paul, case_path(number), runtime)
    opened_often(runtime, number, clock)
    assert steps_of(paul, case_path(number), runtime) < seldom + 100


def opened_often(runtime: Runtime, number: str, clock: FixedClock) -> None:
    """Note a thousand openings of a complaint, all of them too long ago for anybody to be there."""
    with runtime.reading(PORTAL) as session:
        complaint_id = complaint_id_of(session, "parks", number)
    opening = {"user_id": 1, "complaint_id": complaint_id, "what": "case"}
    at = clock.moment - 2 * A_MOMENT
    runtime.database.enter(
        partial(enter_openings, rows=[{**opening, "at": at} for _ in range(1000)])
    )


def steps_of(reader: FlaskClient, path: str, runtime: Runtime) -> int:
    """Return how many steps SQLite takes to read what a page shows."""
    steps = count()
    with runtime.database.glancing() as connection:
        sqlite = connection.connection.driver_connection
    sqlite.set_progress_handler(lambda: next(steps) and None, 1)
    try:
        assert reader.get(path).status_code == 200
    finally:
        sqlite.set_progress_handler(None, 1)
    return next(steps)


def test_it_is_said_in_english_too(claire: FlaskClient, paul: FlaskClient, number: str):
    claire.get(case_path(number))
    page = words(paul.get(f"/en/office/parks/complaints/{number}").text)
    assert "Claire is also reading this complaint (just now)." in page


@pytest.mark.parametrize(("role", "post"), [(Role.HEAD, None), (Role.TOP_AUTHORITY, "president")])
@pytest.mark.parametrize("page", ["", "/proteger"])
def test_nobody_is_told_that_those_who_protect_read(
    app: Flask, runtime: Runtime, paul: FlaskClient, number: str, role: Role, post: str, page: str
):
    """What they read may be a report: to whoever looks, it is as if they read nothing."""
    reported(runtime, number)
    zoe = signed_in(app, runtime, "zoe@parcs.example", role, post=post)
    assert zoe.get(f"{case_path(number)}{page}").status_code == 200
    assert "Zoe lit" not in words(paul.get(case_path(number)).text)
    zoe.get(case_path(number, "note"))
    shown = words(paul.get(case_path(number)).text)
    assert "Zoe travaille aussi à cette plainte (à l’instant)." in shown
