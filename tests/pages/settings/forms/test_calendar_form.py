"""When an agency works is changed by a form that shows the next days it is closed."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.pages.office.people import words
from tests.pages.settings.pages import HOME, hidden, leads_to_the_text, publish, save

FORM = f"{HOME}/calendrier"
CALENDAR = {
    "jurisdiction": "CA-QC-GOV",
    "hours": "08:30-12:00, 13:00-16:30",
    "closures": "2026-12-07\r\n12-31\r\n\r\n2026-12-07\r\n",
    "version": "0",
}


def test_a_closed_day_is_written_in_the_draft_and_moves_the_promised_day(admin: FlaskClient):
    page = words(admin.get(FORM).text)
    assert "aurait sa réponse le 22 décembre 2026" in page
    assert "25 décembre 2026 · Noël" in page
    answer = admin.post(FORM, data=CALENDAR)
    assert answer.location.endswith("/fr/reglages/parks")
    page = admin.get(FORM).text
    assert "2026-12-07\n12-31</textarea>" in page
    assert "aurait sa réponse le 23 décembre 2026" in words(page)
    assert "La version 2 est en vigueur" in publish(admin)


def test_the_effect_is_shown_without_saving(admin: FlaskClient):
    page = words(admin.post(FORM, data={**CALENDAR, "preview": "yes"}).text)
    assert "7 décembre 2026 · Jour de fermeture" in page
    assert "Un brouillon" not in admin.get(HOME).text


def test_a_closure_keeps_what_the_form_does_not_show(admin: FlaskClient):
    text = admin.get(f"{HOME}/texte").text
    version = hidden(text, "version")
    own = (
        "\ncalendar: {jurisdiction: CA-QC, timezone: America/Toronto, hours: '08:30-16:30',"
        " extra_closures: [{on: 12-24, weekend: before, name: {fr: Veille, en: Eve}}]}\n"
    )
    from tests.support.agencies import PARKS_YAML

    admin.post(f"{HOME}/texte", data={"text": PARKS_YAML + own, "version": version})
    version = hidden(admin.get(FORM).text, "version")
    admin.post(FORM, data={**CALENDAR, "closures": "12-24\n2027-01-04", "version": version})
    page = admin.get(f"{HOME}/texte").text
    assert "weekend: before" in page
    assert "Veille" in page
    assert "2027-01-04" in page


def test_a_change_to_come_is_told_and_kept_by_the_form(admin: FlaskClient):
    own = (
        "\ncalendar: {jurisdiction: CA-QC, timezone: America/Toronto, hours: '08:30-16:30',"
        " changes: [{from: 2027-04-01, hours: '08:00-16:00'}]}\n"
    )
    from tests.support.agencies import PARKS_YAML

    version = hidden(admin.get(f"{HOME}/texte").text, "version")
    admin.post(f"{HOME}/texte", data={"text": PARKS_YAML + own, "version": version})
    page = admin.get(FORM).text
    assert "Ce calendrier change le 1er avril 2027" in words(page)
    admin.post(FORM, data={**CALENDAR, "version": hidden(page, "version")})
    assert "from: 2027-04-01" in admin.get(f"{HOME}/texte").text
    assert "2026-12-07" in admin.get(FORM).text


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("jurisdiction", "FR", "Choisissez les jours fériés"),
        ("hours", "8h30", "Écrivez les heures ainsi"),
        ("hours", "", "Écrivez les heures ainsi"),
        ("closures", "2026-02-30", "« 2026-02-30 » n’est pas un jour"),
        ("closures", "demain", "« demain » n’est pas un jour"),
    ],
)
def test_a_mistake_stands_at_its_field_and_loses_nothing(
    admin: FlaskClient, field: str, typed: str, sentence: str
):
    answer = admin.post(FORM, data={**CALENDAR, field: typed})
    assert answer.status_code == 422
    assert sentence in words(answer.text)


def test_what_somebody_else_saved_meanwhile_is_not_overwritten(admin: FlaskClient):
    save(admin)
    answer = admin.post(FORM, data=CALENDAR)
    assert answer.status_code == 409
    assert "2026-12-07" in answer.text


def test_a_draft_with_mistakes_is_corrected_as_a_text_first(admin: FlaskClient):
    save(admin, "schema: 1")
    for answer in (admin.get(FORM), admin.post(FORM, data=CALENDAR)):
        assert leads_to_the_text(answer)
