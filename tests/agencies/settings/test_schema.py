from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from pydantic import ValidationError

from portal.agencies.configured import Configured
from portal.agencies.settings.deadlines import Threshold
from portal.agencies.settings.reader import read_agency, read_portal
from portal.agencies.settings.schema import AgencySettings, json_schema, portal_json_schema
from portal.agencies.settings.shared import PortalSettings
from portal.domain.time.promise import Allowance, Unit
from tests.agencies.settings.settings_files import PARKS_TEXT, PORTAL_TEXT, parks, portal

RICH = (
    (
        "units:",
        "calendar:\n  jurisdiction: CA-QC\n  hours: 09:00-17:00\n"
        "  timezone: America/Toronto\n"
        "  extra_closures: [01-02, easter+1, 2026-05-01, {on: 12-24, weekend: before}]\nunits:",
    ),
    (
        "  aliases:",
        "  verified_on: 2026-11-24\n  successor_of:\n"
        "    - {name: {fr: Office, en: Office}, until: 2015-12-31}\n  aliases:",
    ),
)


def test_agency_settings_come_back_from_their_json():
    settings = parks(*RICH)
    stored = json.loads(json.dumps(settings.model_dump(mode="json")))
    assert AgencySettings.model_validate(stored) == settings
    assert AgencySettings.model_validate(stored).model_dump(mode="json") == stored


def test_portal_settings_come_back_from_their_json():
    stored = json.loads(json.dumps(portal().model_dump(mode="json")))
    assert PortalSettings.model_validate(stored) == portal()


def test_the_json_of_a_release_is_itself_a_sound_file_that_says_the_same():
    settings = parks(*RICH)
    again, mistakes = read_agency(json.dumps(settings.model_dump(mode="json")), portal())
    assert mistakes == []
    assert again == settings


def test_json_says_lengths_days_and_the_schema_as_people_write_them():
    stored = parks(*RICH).model_dump(mode="json")
    assert stored["schema"] == 1
    assert stored["agency"]["verified_on"] == "2026-11-24"
    assert stored["escalation"][1]["within"] == "15 working days"


def test_days_and_lengths_are_read_into_what_they_are():
    settings = parks(*RICH)
    assert settings.agency.successor_of[0].until == date(2015, 12, 31)
    assert settings.escalation[1].within == Allowance(15, Unit.WORKING_DAYS)


def test_what_the_file_does_not_say_is_taken_from_the_portal():
    settings = parks()
    assert settings.calendar == portal().calendar
    assert settings.deadlines == portal().deadlines
    assert settings.recourses[0].body == portal().recourses["ombudsman"].body
    assert settings.recourses[0].code == "ombudsman"


def test_what_the_file_says_stands_and_the_rest_is_taken_from_the_portal():
    own = "deadlines:\n  answer: {within: 45 calendar days, basis: La loi}\nunits:"
    settings = parks(("units:", own))
    assert settings.deadlines.answer.within == Allowance(45, Unit.CALENDAR_DAYS)
    assert settings.deadlines.answer.extension is None
    assert settings.deadlines.acknowledge == portal().deadlines.acknowledge


def test_the_notices_of_the_portal_come_before_the_agency_s_own():
    assert [notice.code for notice in parks().notices] == ["danger", "fine", "open"]


def test_a_notice_of_the_agency_stands_for_the_portal_s_with_the_same_code():
    settings = parks(("code: open", "code: danger"))
    assert [notice.code for notice in settings.notices] == ["fine", "danger"]
    assert settings.notices[1].title.fr == "Ouvert"


def test_a_basis_in_one_phrase_counts_in_both_languages():
    basis = parks().deadlines.answer.basis
    assert (basis.fr, basis.en) == ("Commun", "Commun")


def test_settings_do_not_change():
    with pytest.raises(ValidationError):
        parks().default_category = "trail"


def test_the_json_schema_knows_every_group_of_settings_and_refuses_others():
    schema = json_schema()
    assert schema["additionalProperties"] is False
    fields = AgencySettings.model_fields.items()
    assert set(schema["properties"]) == {field.alias or name for name, field in fields}
    assert schema["required"] == [
        "schema",
        "agency",
        "categories",
        "default_category",
        "escalation",
    ]
    json.dumps(portal_json_schema())


def test_the_json_schema_allows_the_short_forms_of_a_file():
    definitions = json_schema()["$defs"]
    assert definitions["DeadlineSettings"]["properties"]["basis"]["anyOf"][1]["type"] == "string"
    closures = definitions["CalendarSettings"]["properties"]["extra_closures"]["items"]
    assert closures["anyOf"][1]["type"] == "string"


@pytest.mark.parametrize(
    ("said", "threshold"),
    [
        ("", Threshold(5, timedelta(days=30))),
        ("grouping: {complaints: 3, days: 7}\n", Threshold(3, timedelta(days=7))),
        ("grouping: {propose: false}\n", None),
    ],
)
def test_an_agency_says_when_similar_complaints_make_a_group(said: str, threshold: Threshold):
    settings = parks(("units:", f"{said}units:"))
    assert Configured(settings).threshold == threshold
    assert ("grouping" in settings.model_dump(mode="json")) is bool(said)


@pytest.mark.parametrize(
    ("said", "mistake"),
    [("complaints: 10", "must be at most 9"), ("complaints: 2", "must be at least 3")],
)
def test_a_group_is_proposed_before_the_tenth_complaint(said: str, mistake: str):
    text = PARKS_TEXT.replace("units:", f"grouping: {{{said}}}\nunits:", 1)
    _, mistakes = read_agency(text, portal())
    assert [mistake in str(one) for one in mistakes] == [True]


def test_the_licence_of_open_data_is_a_setting_and_cc_by_where_nothing_is_said():
    assert portal().licence.link_in("en") == "https://creativecommons.org/licenses/by/4.0/"
    assert "open_data" not in portal().model_dump(mode="json")
    own = "open_data: {licence: {name: {fr: Libre, en: Open}, link: https://exemple.org/l}}\n"
    settings, mistakes = read_portal(PORTAL_TEXT + own)
    assert settings is not None, mistakes
    assert (settings.licence.name.fr, settings.licence.link_in("en")) == (
        "Libre",
        "https://exemple.org/l",
    )
    _, mistakes = read_portal(PORTAL_TEXT + own.replace("https", "http"))
    assert mistakes
