"""When the portal proposes to gather similar complaints, changed on its page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from portal.agencies.settings.deadlines import Threshold
from portal.runtime import Runtime
from tests.pages.office.people import words
from tests.pages.settings.pages import HOME, hidden, publish, said, save
from tests.support import file
from tests.support.agencies import PARKS_YAML

FORM = f"{HOME}/plaintes-semblables"
COMMON = {"propose": "yes", "complaints": "5", "days": "30"}


def send(admin: FlaskClient, **typed: str):
    version = hidden(admin.get(FORM).text, "version")
    return admin.post(FORM, data={**COMMON, "version": version, **typed})


def test_a_rule_of_its_own_comes_into_force(admin: FlaskClient, runtime: Runtime):
    assert said(admin)["plaintes-semblables"] == "dès 5 plaintes en 30 jours"
    assert send(admin, complaints="3", days="60").location.endswith(HOME)
    assert said(admin)["plaintes-semblables"] == "dès 3 plaintes en 60 jours"
    publish(admin)
    threshold = runtime.agencies.agency("parks").configured.threshold
    assert threshold == Threshold(3, timedelta(days=60))


def test_nothing_is_proposed_where_the_agency_says_so(admin: FlaskClient, runtime: Runtime):
    page = words(send(admin, propose="no", preview="yes").text)
    assert "Le portail ne propose rien." in page
    send(admin, propose="no")
    assert said(admin)["plaintes-semblables"] == "jamais proposées ensemble"
    publish(admin)
    assert runtime.agencies.agency("parks").configured.threshold is None


@pytest.mark.parametrize("own", ["", "grouping: {complaints: 4}\n", "grouping:\n  days: 20\n"])
def test_the_common_rule_is_not_written(admin: FlaskClient, own: str):
    save(admin, PARKS_YAML + own)
    send(admin)
    assert "grouping" not in admin.get(f"{HOME}/texte").text


def test_the_page_says_how_many_complaints_came_in_the_time(admin: FlaskClient, runtime: Runtime):
    assert "Aucune plainte n’est venue dans ce temps." in words(admin.get(FORM).text)
    for agency in ("parks", "parks", "water"):
        file(runtime, agency)
    page = words(admin.get(FORM).text)
    assert "gestionnaires à la 5e plainte semblable venue en 30 jours" in page
    assert "2 plaintes sont venues dans ce temps, tous sujets réunis." in page


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("propose", "maybe", "Choisissez si le portail propose des groupes"),
        ("complaints", "2", "Écrivez un nombre de plaintes de 3 à 9"),
        ("complaints", "10", "Écrivez un nombre de plaintes de 3 à 9"),
        ("complaints", "cinq", "Écrivez un nombre de plaintes de 3 à 9"),
        ("days", "0", "Écrivez un nombre de jours de 1 à 365"),
        ("days", "366", "Écrivez un nombre de jours de 1 à 365"),
    ],
)
def test_a_mistake_stands_at_its_field_and_nothing_typed_is_lost(
    admin: FlaskClient, field: str, typed: str, told: str
):
    said_typed = {"propose": "no", "complaints": "4", "days": "45", field: typed}
    answer = send(admin, **said_typed)
    assert answer.status_code == 422
    assert told in words(answer.text)
    assert f'href="#{field}"' in answer.text
    assert f'value="{said_typed["complaints"]}"' in answer.text
    assert f'value="{said_typed["days"]}"' in answer.text
    assert ('value="no" checked' in answer.text) == (field != "propose")


def test_what_somebody_else_saved_meanwhile_is_not_overwritten(admin: FlaskClient):
    save(admin)
    answer = send(admin, complaints="4", version="0")
    assert answer.status_code == 409
    assert 'value="4"' in answer.text
