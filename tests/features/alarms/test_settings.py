"""The rules of alarms are set on a page by whoever looks after the whole portal."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.agencies.settings.shared import AlarmSettings
from portal.domain.role import Role
from portal.features.alarms.settings import filled, rules_of
from portal.runtime import Runtime
from tests.features.alarms.raised import RULES, receive_monthly
from tests.pages.office.people import signed_in, words
from tests.pages.settings.pages import hidden

PAGE, ENGLISH = "/fr/reglages/alertes", "/en/settings/alarms"
RISING = {"rising_theme": "yes", "rising_theme-complaints": "10", "rising_theme-times": "3"}


def send(admin: FlaskClient, **typed: str):
    release = typed.pop("release", None) or hidden(admin.get(PAGE).text, "release")
    return admin.post(PAGE, data={"release": release, **typed})


def in_force(runtime: Runtime) -> AlarmSettings | None:
    runtime.take_up_changes()
    return runtime.agencies.portal.alarms


def test_rules_come_into_force_at_once_and_say_who_set_them(
    portal_admin: FlaskClient, runtime: Runtime
):
    assert "Réglé par" not in portal_admin.get(PAGE).text
    assert send(portal_admin, **RISING).location.endswith(PAGE)
    assert in_force(runtime) == AlarmSettings.model_validate(
        {"rising_theme": {"complaints": 10, "times": 3}}
    )
    page = words(portal_admin.get(PAGE).text)
    assert "Ces règles sont en vigueur pour tous les organismes." in page
    assert "Réglé par Claire, le 24 novembre 2026" in page
    assert 'value="10"' in portal_admin.get(PAGE).text
    send(
        portal_admin, **{**RISING, "founded": "yes", "founded-percent": "70", "founded-among": "20"}
    )
    assert in_force(runtime) == AlarmSettings.model_validate(
        {
            "rising_theme": {"complaints": 10, "times": 3},
            "founded": {"percent": 70, "among": 20},
        }
    )
    send(portal_admin)
    assert in_force(runtime) is None


def test_what_is_in_force_already_makes_no_other_release(portal_admin: FlaskClient):
    send(portal_admin, **RISING)
    release = hidden(portal_admin.get(PAGE).text, "release")
    send(portal_admin, **RISING)
    assert "Rien n’a changé" in words(portal_admin.get(PAGE).text)
    assert hidden(portal_admin.get(PAGE).text, "release") == release


def test_the_page_says_what_the_rules_would_raise_today_and_about_whom(
    portal_admin: FlaskClient, runtime: Runtime
):
    receive_monthly(runtime, "parks", 2, 10)
    assert "Un sujet en hausse aucune alerte" in words(portal_admin.get(PAGE).text)
    page = words(send(portal_admin, **RISING, preview="yes").text)
    assert "Un sujet en hausse une alerte en vigueur : 0 RDP" in page
    assert in_force(runtime) is None
    stricter = {**RISING, "rising_theme-times": "6"}
    assert "Un sujet en hausse aucune alerte" in words(
        send(portal_admin, **stricter, preview="yes").text
    )


@pytest.mark.parametrize(
    ("rule", "field", "typed", "limits"),
    [
        ("rising_theme", "complaints", "1", "de 2 à 9999, par exemple 12"),
        ("rising_theme", "times", "", "de 2 à 9999, par exemple 2"),
        ("rising_everywhere", "agencies", "trois", "de 2 à 9999, par exemple 3"),
        ("founded", "percent", "101", "de 1 à 100, par exemple 70"),
        ("missed_dates", "among", "0", "de 1 à 9999, par exemple 20"),
        ("recommendations", "count", "10000", "de 1 à 9999, par exemple 3"),
    ],
)
def test_a_mistake_stands_at_its_field_and_nothing_typed_is_lost(
    portal_admin: FlaskClient, runtime: Runtime, rule: str, field: str, typed: str, limits: str
):
    numbers = {f"{rule}-{name}": str(n) for name, n in RULES[rule].items()}
    # What is written beside a rule that is off is no mistake.
    form = {rule: "yes", **numbers, f"{rule}-{field}": typed, "founded-among": "0"}
    answer = send(portal_admin, **{"founded-percent": "88", **form})
    assert answer.status_code == 422
    assert f"Écrivez un nombre {limits}" in words(answer.text)
    assert f'href="#{rule}-{field}"' in answer.text
    assert f'value="{typed}"' in answer.text
    assert 'value="88"' in answer.text or rule == "founded"
    assert in_force(runtime) is None


def test_what_somebody_else_put_in_force_meanwhile_stays(
    portal_admin: FlaskClient, runtime: Runtime
):
    release = hidden(portal_admin.get(PAGE).text, "release")
    send(portal_admin, **RISING)
    others = {"recommendations": "yes", "recommendations-count": "7"}
    answer = send(portal_admin, release=release, **others)
    assert answer.status_code == 409
    assert 'value="7"' in answer.text
    assert "Une autre personne a changé les règles entre-temps" in words(answer.text)
    kept = in_force(runtime)
    assert kept is not None
    assert kept.recommendations is None


@pytest.mark.parametrize(
    ("role", "agency"),
    [(Role.ADMINISTRATOR, "parks"), (Role.ANALYST, None), (Role.AUDITOR, None), (Role.HEAD, None)],
)
def test_nobody_else_sets_them(app: Flask, runtime: Runtime, role: Role, agency: str | None):
    other = signed_in(app, runtime, role=role, agency=agency, post=None)
    for page in (PAGE, ENGLISH):
        assert other.get(page).status_code == 403
        assert other.post(page, data=RISING).status_code == 403
    assert in_force(runtime) is None


def test_the_settings_lead_there_whoever_may_set_them(
    app: Flask, runtime: Runtime, portal_admin: FlaskClient
):
    assert f'href="{PAGE}"' in portal_admin.get("/fr/reglages/parks").text
    assert "Rules of alarms" in portal_admin.get(ENGLISH).text
    own = signed_in(app, runtime, "luc@parcs.example", Role.ADMINISTRATOR, "parks", None)
    assert f'href="{PAGE}"' not in own.get("/fr/reglages/parks").text


@pytest.mark.parametrize("names", [(), ("founded",), tuple(RULES)])
def test_a_form_says_what_filled_it(names: tuple[str, ...]):
    rules = AlarmSettings.model_validate({name: RULES[name] for name in names})
    assert rules_of(filled(rules)) == rules
