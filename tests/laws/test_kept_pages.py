"""What holds for every page that is kept: it stands for nobody, whoever asks, and costs nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.auth.access import access_of, public
from portal.domain.role import Role
from portal.domain.text import Text
from portal.features.groups.actions import publish as publish_group
from portal.features.lessons.actions import publish_lesson, withdraw_lesson
from portal.pages.kept import KEPT, KeptPages, is_kept
from portal.runtime import Runtime
from tests.features.groups.grouped import numbers, opened
from tests.features.lessons.written import do, written
from tests.features.organisation_changes.successions import merge
from tests.features.recommendations.recommended import team
from tests.pages.office.people import signed_in, words
from tests.releases.publishing import edit, sync
from tests.reporting.annual.register import keep_report
from tests.reporting.figures import count
from tests.support import officer
from tests.support.starts import starts_from
from tests.support.statements import counted

# A browser that is told something of its own has it on these pages, which are then made for it.
TOLD = {"citizen.home", "overview.definitions"}
PAGES = {
    *("accessibility", "agencies", "agency", "agency_dates", "contact", "dates", "home"),
    *("elsewhere", "other_recourses", "other_ways", "privacy", "protections"),
    *("lessons", "lesson", "lessons_feed", "agency_lessons", "agency_lessons_feed"),
}
EVERY = {f"citizen.{page}" for page in PAGES}
FRAMED = {"statistics.public_figure", "statistics.public_figure_of_agency"}
EVERY |= FRAMED
EVERY |= {"statistics.index", "statistics.agency", "api_guide.guide"}
OF_ONE = ("trends", "subjects", "recourses", "opinions", "means")
EVERY |= {f"statistics.{page}" for page in ("compare", "criteria", *OF_ONE)}
EVERY |= {f"statistics.{page}_of_agency" for page in OF_ONE}
EVERY |= {"statistics.open_data_lines", "statistics.open_texts_page"}
EVERY |= {"overview.definitions"}
EVERY |= {f"statistics.annual_{page}" for page in ("report", "figures", "agencies")}
EVERY |= {f"statistics.annual_{page}_of_agency" for page in ("report", "figures")}
_TOKEN = re.compile(r'name="csrf_token" value="[^"]+"')


def with_something_to_read(runtime: Runtime) -> None:
    """Publish a lesson that everybody reads, and reports of a year."""
    people = team(runtime)
    do(runtime, people.president, publish_lesson, written(runtime, people))
    keep_report(runtime)
    keep_report(runtime, "parks")


pytestmark = starts_from(with_something_to_read)


@pytest.fixture
def app(app: Flask) -> Flask:
    """The application as it is served."""
    app.extensions[KEPT] = KeptPages()
    return app


def addresses(app: Flask, endpoint: str) -> Iterator[str]:
    values = {"code": "parks", "agency": "parks", "lesson": "1", "figure": "trend"}
    values["year"] = "2026"
    for rule in app.url_map.iter_rules(endpoint):
        yield re.sub(r"<(?:\w+:)?(\w+)>", lambda part: values[part[1]], rule.rule)


@pytest.fixture
def visitors(app: Flask, runtime: Runtime) -> list[FlaskClient]:
    """Somebody unknown, somebody with a draft, and somebody who is signed in and has one too."""
    somebody, staff = app.test_client(), signed_in(app, runtime, role=Role.ANALYST, agency=None)
    for browser in (somebody, staff):
        browser.post("/fr/plainte", data={"mots": "sentier fermé"})
    return [app.test_client(), somebody, staff]


def test_the_pages_that_stand_for_nobody_are_known(app_of_all: Flask):
    kept = {name for name, view in app_of_all.view_functions.items() if is_kept(view)}
    assert kept == EVERY


@pytest.mark.parametrize("endpoint", sorted(EVERY))
def test_it_is_open_to_everybody_and_only_read(app_of_all: Flask, endpoint: str):
    access = access_of(app_of_all.view_functions[endpoint])
    assert access is not None
    assert access.is_public
    for rule in app_of_all.url_map.iter_rules(endpoint):
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


# What moves is seen at once, on every page that shows it.


def _withdraw_a_lesson(runtime: Runtime, _files: Path) -> None:
    do(runtime, officer(role=Role.HEAD), withdraw_lesson, 1, "Une erreur s’y trouve.")


def _publish_a_group(runtime: Runtime, _files: Path) -> None:
    group = opened(runtime, officer(), *numbers(runtime))
    with runtime.acting(officer(role=Role.HEAD)) as work:
        publish_group(work, "parks", group, title=Text("Passerelle", "Footbridge"), is_read=True)


def _put_in_force(runtime: Runtime, files: Path) -> None:
    edit(files, "parks", "within: 5 working days", "within: 6 working days")
    sync(runtime, files)


def _merge(runtime: Runtime, _files: Path) -> None:
    merge(runtime)


def _count(runtime: Runtime, _files: Path) -> None:
    count(runtime, ("parks", "2026-08", "answered", 5, 40), ("parks", "2026-08", "level", 1, 40))


def _report_again(runtime: Runtime, _files: Path) -> None:
    keep_report(runtime, number=2, reason="Une règle a été mal comptée.")


MOVES = (
    (_withdraw_a_lesson, "/fr/lecons"),
    (_publish_a_group, "/fr/organismes/parks"),
    (_put_in_force, "/fr/organismes/parks"),
    (_merge, "/fr/organismes"),
    (_count, "/fr/statistiques"),
    (_report_again, "/fr/statistiques/rapport/2026"),
)


@pytest.mark.parametrize(("move", "shown_on"), MOVES)
def test_what_moves_is_seen_at_once_on_every_page(
    app: Flask,
    runtime: Runtime,
    agency_files: Path,
    move: Callable[[Runtime, Path], None],
    shown_on: str,
):
    visitor = app.test_client()
    every = [address for endpoint in EVERY for address in addresses(app, endpoint)]

    def seen() -> dict[str, str]:
        return {page: _TOKEN.sub("", visitor.get(page).text) for page in every}

    before = seen()
    move(runtime, agency_files)
    after = seen()
    assert after[shown_on] != before[shown_on]
    app.extensions[KEPT] = KeptPages()
    assert seen() == after


def test_what_moves_without_a_mark_is_made_each_time(app: Flask, runtime: Runtime):
    _publish_a_group(runtime, Path())
    page = "/fr/organismes/parks"
    for _ in range(2):
        assert "Signalé par" not in app.test_client().get(page).text
        app.test_client().post(f"{page}/aussi/1")
    assert "Signalé par 5 personnes." in words(app.test_client().get(page).text)
