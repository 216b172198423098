"""A calendar closed nearly every day is not put in force; one that is says so, and is mended."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from portal.agencies.settings import date_checks
from portal.runtime import Runtime
from tests.pages.office.people import words
from tests.pages.settings.pages import HOME, hidden, publish, save
from tests.releases.publishing import COMMON, take_up
from tests.support.agencies import PARKS_YAML
from tests.support.closed_days import EVERY_DAY

SHUT = f"{PARKS_YAML}calendar: {{{COMMON}, extra_closures: [{', '.join(EVERY_DAY)}]}}\n"
TOLD = "ce calendrier ne laisse que 0 jours ouvrables en 2026 : il en faut 100"
FORM = {
    "jurisdiction": "CA-QC-GOV",
    "hours": "08:30-16:30",
    "closures": "\n".join(EVERY_DAY),
    "version": "0",
}


@pytest.fixture
def shut(runtime: Runtime, agency_files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a calendar in force that was let in before such ones were refused."""
    with monkeypatch.context() as before:
        before.setattr(date_checks, "poor_year", lambda calendar: None)
        take_up(runtime, agency_files, SHUT)


@pytest.mark.parametrize("wanted", [{"preview": "yes"}, {}])
def test_the_form_says_how_many_days_are_left_and_keeps_nothing(
    admin: FlaskClient, wanted: dict[str, str]
):
    answer = admin.post(f"{HOME}/calendrier", data={**FORM, **wanted})
    assert answer.status_code == 422
    assert TOLD in words(answer.text)
    assert "12-31</textarea>" in answer.text
    assert "Un brouillon" not in admin.get(HOME).text


def test_a_draft_with_such_a_calendar_is_not_published(admin: FlaskClient):
    save(admin, SHUT)
    assert TOLD in words(admin.get(f"{HOME}/texte").text)
    assert admin.get(f"{HOME}/publication").location.endswith("/texte")


@pytest.mark.usefixtures("shut")
def test_pages_tell_that_the_calendar_in_force_promises_no_date(
    admin: FlaskClient, client: FlaskClient
):
    answer = client.get("/fr/organismes/parks/dates")
    assert answer.status_code == 503
    assert "Aucune date ne peut être promise en ce moment" in words(answer.text)
    for form in ("calendrier", "delais", "texte"):
        assert admin.get(f"{HOME}/{form}").status_code == 200


@pytest.mark.usefixtures("shut")
def test_the_calendar_in_force_is_mended_on_the_pages(admin: FlaskClient):
    calendar = admin.get(f"{HOME}/calendrier").text
    mended = {**FORM, "closures": "12-24", "version": hidden(calendar, "version")}
    assert admin.post(f"{HOME}/calendrier", data=mended).status_code == 303
    assert "est en vigueur" in publish(admin)
    assert admin.get("/fr/organismes/parks/dates").status_code == 200
