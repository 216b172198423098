"""The portrait is made once for those who may see the same, until anything happens."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.domain.role import Role
from portal.pages.kept import KEPT, KeptPages
from portal.runtime import Runtime
from tests.pages.office.people import sign_in
from tests.reporting.figures import VIEW, count, page_of, rows, signed_in, whole
from tests.support import FixedClock, add_user, file, on_both
from tests.support.statements import counted

# Who looks is read anew each time, and it is asked whether anything moved.
OF_WHO_LOOKS = 3
QUARTER = "?periode=2026-T3"
AGES = page_of("ages") + QUARTER


@pytest.fixture
def app(app: Flask) -> Flask:
    """The application as it is served: what it keeps, it hands out."""
    app.extensions[KEPT] = KeptPages()
    return app


@pytest.fixture
def analyst(app: Flask, runtime: Runtime) -> FlaskClient:
    count(runtime, ("parks", "2026-08", "received", 0, 52))
    return signed_in(app, runtime)


def portrait(client: FlaskClient, query: str = "") -> str:
    """Return what the page shows of the figures, without whose page it is."""
    pages = whole(client, f"{VIEW}{query or QUARTER}").split("<!doctype html>")
    return "".join(page[page.index("<main") :] for page in pages[1:])


def of(app: Flask, runtime: Runtime, name: str, role: Role, agency: str | None) -> FlaskClient:
    """Return the browser of one more person who has signed in."""
    add_user(runtime, f"{name}@portrait.example", role, agency, None)
    client = app.test_client()
    sign_in(client, f"{name}@portrait.example")
    return client


def test_what_was_shown_is_shown_again_for_next_to_nothing(analyst: FlaskClient, runtime: Runtime):
    first = portrait(analyst)
    assert counted(runtime, lambda: analyst.get(AGES)) <= OF_WHO_LOOKS
    assert portrait(analyst) == first


@on_both
def test_a_complaint_that_comes_in_shows_at_once(analyst: FlaskClient, runtime: Runtime):
    before = rows(portrait(analyst), "ages")
    file(runtime)
    assert rows(portrait(analyst), "ages") != before


def test_counts_and_days_that_move_show_at_once(
    analyst: FlaskClient, runtime: Runtime, clock: FixedClock
):
    before = portrait(analyst)
    count(runtime, ("parks", "2026-08", "answered", 5, 40))
    after = portrait(analyst)
    assert after != before
    clock.moment += timedelta(minutes=1)
    assert portrait(analyst) != after


@pytest.mark.parametrize("query", ["?periode=2026-T2", "?comparer=avant", "?organismes=aujourdhui"])
def test_what_is_asked_for_is_shown_whatever_was_before(analyst: FlaskClient, query: str):
    portrait(analyst)
    asked = portrait(analyst, query)
    analyst.application.extensions[KEPT] = KeptPages()
    assert portrait(analyst, query) == asked


def test_those_of_one_role_see_the_same_under_their_own_name(app: Flask, runtime: Runtime):
    count(runtime, ("parks", "2026-08", "received", 0, 52))
    first, second = (of(app, runtime, name, Role.ANALYST, None) for name in ("odile", "remi"))
    assert portrait(first) == portrait(second)
    assert counted(runtime, lambda: second.get(AGES)) <= OF_WHO_LOOKS


@pytest.mark.parametrize("role", [Role.HEAD, Role.AUDITOR])
def test_nobody_sees_what_another_role_was_shown(
    app: Flask, analyst: FlaskClient, runtime: Runtime, role: Role
):
    other = of(app, runtime, "other", role, "parks" if role is Role.HEAD else None)
    portrait(analyst)
    seen = portrait(other)
    app.extensions[KEPT] = KeptPages()
    assert portrait(other) == seen
