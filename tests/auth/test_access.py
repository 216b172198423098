from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.app import create_app
from portal.auth.access import UnguardedViewError, requires
from portal.domain.permissions import Permission
from portal.domain.role import Role
from portal.runtime import Runtime
from tests.pages.office.people import signed_in


def opened(app: Flask, client: FlaskClient, path: str) -> int:
    return client.get(path).status_code


@pytest.fixture
def guarded(runtime: Runtime) -> Flask:
    """An app with a page of an agency, one of any, one of the whole portal, one without a mark."""

    @requires(Permission.SEE_TEAM, agency_from="agency")
    def of_agency(agency: str) -> str:
        return agency

    @requires(Permission.SEE_TEAM)
    def of_any() -> str:
        return "any"

    @requires(Permission.SEE_OVERVIEW, everywhere=True)
    def of_portal() -> str:
        return "portal"

    app = create_app(runtime)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    app.add_url_rule("/portal", view_func=of_portal)
    app.add_url_rule("/agency/<agency>", view_func=of_agency)
    app.add_url_rule("/any", view_func=of_any)
    app.add_url_rule("/unmarked", endpoint="unmarked", view_func=lambda: "open")
    return app


def test_a_view_without_a_mark_is_a_mistake_in_the_program(guarded: Flask):
    with pytest.raises(UnguardedViewError):
        guarded.test_client().get("/unmarked")


def test_a_view_without_a_mark_is_closed_when_it_is_met_in_earnest(guarded: Flask):
    guarded.testing = False
    assert opened(guarded, guarded.test_client(), "/unmarked") == 403


def test_a_permission_opens_the_pages_of_its_own_agency_alone(guarded: Flask, runtime: Runtime):
    head = signed_in(guarded, runtime, role=Role.HEAD)
    assert opened(guarded, head, "/agency/parks") == 200
    assert opened(guarded, head, "/agency/water") == 403
    assert opened(guarded, head, "/any") == 200


def test_a_page_of_the_whole_portal_needs_a_role_in_the_whole_portal(
    guarded: Flask, runtime: Runtime
):
    head = signed_in(guarded, runtime, role=Role.HEAD)
    assert opened(guarded, head, "/portal") == 403
    everywhere = signed_in(guarded, runtime, "ann@portail.example", Role.AUDITOR, None, None)
    assert opened(guarded, everywhere, "/portal") == 200


def test_without_the_permission_every_page_stays_closed(guarded: Flask, runtime: Runtime):
    officer = signed_in(guarded, runtime, role=Role.OFFICER)
    assert opened(guarded, officer, "/agency/parks") == 403
    assert opened(guarded, officer, "/any") == 403


def test_an_unknown_address_is_not_found_for_anybody(client: FlaskClient):
    assert client.get("/fr/rien").status_code == 404
