"""Dates that a calendar from a file lets come later are seen on a page, and put off there."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from portal.releases.calendar_moves import move_dates
from portal.runtime import Runtime
from tests.complaints.cases import complaint, messages
from tests.pages.office.people import words
from tests.pages.settings.pages import HOME, hidden
from tests.releases.publishing import take_up
from tests.support import file

PAGE = f"{HOME}/dates"


@pytest.fixture
def number(runtime: Runtime, agency_files: Path) -> str:
    """The number of a complaint whose date comes later by the file in force."""
    received = file(runtime).number
    take_up(runtime, agency_files)
    return received


def reasons(admin: FlaskClient, **other: str) -> dict[str, str]:
    release = hidden(admin.get(PAGE).text, "release")
    typed = {"reason_fr": "Le bureau déménage.", "reason_en": "The office moves."}
    return {"release": release, **typed, **other}


def test_the_home_says_it_and_the_page_lists_both_dates(admin: FlaskClient, number: str):
    assert "La réponse à une plainte en cours viendrait plus tard." in words(admin.get(HOME).text)
    page = admin.get(PAGE).text
    assert f"{number} 22 décembre 2026 30 décembre 2026" in words(page)
    assert "Des jours de fermeture ont été ajoutés" in page
    assert "Reporter cette date" in page


def test_they_are_put_off_with_the_reason_that_was_typed(
    admin: FlaskClient, runtime: Runtime, number: str
):
    answer = admin.post(PAGE, data=reasons(admin), follow_redirects=True)
    assert "Les dates sont reportées une à une." in words(answer.text)
    assert "Des dates promises sont en train d’être reportées" in words(answer.text)
    assert "Reporter cette date" not in admin.get(PAGE).text
    assert move_dates(runtime) == 1
    assert messages(runtime, number)[-1].body == "Le bureau déménage."
    home = words(admin.get(HOME).text)
    assert "Un autre calendrier" not in home
    assert "en train d’être" not in home


def test_without_asking_no_date_moves(admin: FlaskClient, runtime: Runtime, number: str):
    before = complaint(runtime, number).due_at
    admin.get(PAGE)
    assert move_dates(runtime) == 0
    assert complaint(runtime, number).due_at == before


@pytest.mark.parametrize("missing", ["reason_fr", "reason_en"])
def test_a_missing_reason_is_asked_for_at_its_field(
    admin: FlaskClient, runtime: Runtime, number: str, missing: str
):
    answer = admin.post(PAGE, data=reasons(admin, **{missing: " "}))
    assert answer.status_code == 422
    assert f'id="{missing}-e"' in answer.text
    assert "déménage" in answer.text or "office moves" in answer.text
    assert move_dates(runtime) == 0


def test_only_what_was_seen_is_put_off_and_the_reason_stays(admin: FlaskClient, number: str):
    answer = admin.post(PAGE, data=reasons(admin, release="1"))
    assert answer.status_code == 409
    assert "Rien n’est reporté." in answer.text
    assert 'value="Le bureau déménage."' in answer.text


def test_with_nothing_to_put_off_the_page_says_so(admin: FlaskClient):
    assert "aucune date promise ne viendrait plus tard" in words(admin.get(PAGE).text)
    assert "Un autre calendrier" not in admin.get(HOME).text
