"""The address of the settings without an agency leads to those that one may change."""

from __future__ import annotations

import pytest
from flask import Flask

from portal.domain.role import Role
from portal.runtime import Runtime
from tests.pages.office.people import signed_in


@pytest.mark.parametrize("address", ["/fr/reglages", "/en/settings"])
def test_an_administrator_of_one_agency_is_led_to_its_settings(
    app: Flask, runtime: Runtime, address: str
):
    admin = signed_in(app, runtime, role=Role.ADMINISTRATOR, post=None)
    assert admin.get(address).location.endswith(f"{address}/parks")


def test_whoever_administers_the_portal_chooses_an_agency(app: Flask, runtime: Runtime):
    admin = signed_in(app, runtime, role=Role.ADMINISTRATOR, agency=None, post=None)
    page = admin.get("/fr/reglages", follow_redirects=True)
    assert page.request.path == "/fr/gestion"
    assert 'href="/fr/reglages/parks"' in page.text


def test_an_officer_is_led_to_the_work(app: Flask, runtime: Runtime):
    page = signed_in(app, runtime).get("/fr/reglages", follow_redirects=True)
    assert page.request.path == "/fr/gestion/parks/file"


def test_a_stranger_signs_in_first(app: Flask):
    assert "/fr/connexion" in app.test_client().get("/fr/reglages").location
