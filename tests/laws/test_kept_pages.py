"""What holds for every page that is kept: it stands for nobody, whoever asks, and costs nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.auth.access import access_of, public
from portal.domain.role import Role
from portal.features.lessons.actions import publish_lesson
from portal.pages.kept import KEPT, KeptPages, is_kept
from portal.runtime import Runtime
from tests.features.lessons.written import do, written
from tests.features.recommendations.recommended import team
from tests.pages.office.people import signed_in
from tests.support.statements import counted

# A browser that is told something of its own has it on these pages, which are then made for it.
TOLD = {"citizen.home", "overview.definitions"}
PAGES = {
    *("accessibility", "agencies", "agency", "agency_dates", "contact", "dates", "home"),
    *("other_recourses", "other_ways", "privacy", "protections"),
    *("lessons", "lesson", "lessons_feed", "agency_lessons", "agency_lessons_feed"),
}
EVERY = {*(f"citizen.{page}" for page in PAGES), *("statistics.index", "statistics.agency")}
EVERY |= {"overview.definitions"}
_TOKEN = re.compile(r'name="csrf_token" value="[^"]+"')


@pytest.fixture
def app(app: Flask, runtime: Runtime) -> Flask:
    """The application as it is served, with a lesson that everybody reads."""
    people = team(runtime)
    do(runtime, people.president, publish_lesson, written(runtime, people))
    app.extensions[KEPT] = KeptPages()
    return app


def addresses(app: Flask, endpoint: str) -> Iterator[str]:
    values = {"code": "parks", "agency": "parks", "lesson": "1"}
    for rule in app.url_map.iter_rules(endpoint):
        yield re.sub(r"<(?:\w+:)?(\w+)>", lambda part: values[part[1]], rule.rule)


@pytest.fixture
def visitors(app: Flask, runtime: Runtime) -> list[FlaskClient]:
    """Somebody unknown, somebody with a draft, and somebody who is signed in and has one too."""
    somebody, staff = app.test_client(), signed_in(app, runtime, role=Role.ANALYST, agency=None)
    for browser in (somebody, staff):
        browser.post("/fr/plainte", data={"mots": "sentier fermé"})
    return [app.test_client(), somebody, staff]


def test_the_pages_that_stand_for_nobody_are_known(app: Flask):
    kept = {name for name, view in app.view_functions.items() if is_kept(view)}
    assert kept == EVERY


@pytest.mark.parametrize("endpoint", sorted(EVERY))
def test_it_is_open_to_everybody_and_only_read(app: Flask, endpoint: str):
    access = access_of(app.view_functions[endpoint])
    assert access is not None
    assert access.is_public
    for rule in app.url_map.iter_rules(endpoint):
        assert rule.methods == {"GET", "HEAD", "OPTIONS"}


@pytest.mark.parametrize("endpoint", sorted(EVERY))
def test_it_is_what_would_have_been_made_for_each_visitor_alone(
    app: Flask, visitors: list[FlaskClient], endpoint: str, monkeypatch: pytest.MonkeyPatch
):
    for address in addresses(app, endpoint):
        handed_out = [_TOKEN.sub("", visitor.get(address).text) for visitor in visitors]
        with monkeypatch.context() as alone:
            made_alone = public(app.view_functions[endpoint].__wrapped__)  # type: ignore[attr-defined]
            alone.setitem(app.view_functions, endpoint, made_alone)
            made = [_TOKEN.sub("", visitor.get(address).text) for visitor in visitors]
        assert handed_out == made
        assert (len(set(made)) > 1) is (endpoint in TOLD)


@pytest.mark.parametrize("endpoint", sorted(EVERY))
def test_it_asks_the_database_for_no_more_than_marks_once_it_is_made(
    app: Flask, runtime: Runtime, endpoint: str
):
    for address in addresses(app, endpoint):
        app.test_client().get(address)
        again = counted(runtime, lambda page=address: app.test_client().get(page))  # type: ignore[misc]
        assert again <= 1


@pytest.mark.parametrize("endpoint", sorted(EVERY))
def test_a_browser_that_has_it_is_sent_nothing_unless_it_holds_a_token(app: Flask, endpoint: str):
    for address in addresses(app, endpoint):
        answer = app.test_client().get(address)
        has_token = "csrf_token" in answer.text
        assert ("ETag" in answer.headers) is not has_token
        assert (answer.headers["Cache-Control"] == "no-store") is has_token
        if not has_token:
            asking = {"If-None-Match": answer.headers["ETag"]}
            again = app.test_client().get(address, headers=asking)
            assert (again.status_code, again.data) == (304, b"")
