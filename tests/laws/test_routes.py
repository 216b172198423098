"""Every page says whom it opens for."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from werkzeug.exceptions import MethodNotAllowed, NotFound

from portal.auth.access import access_of
from portal.domain.permissions import Permission


def test_every_route_is_public_or_guarded(app: Flask):
    unmarked = [name for name, view in app.view_functions.items() if access_of(view) is None]
    assert unmarked == []


def test_every_page_of_staff_needs_a_permission_in_the_agency_it_names(app: Flask):
    loose = []
    for rule in app.url_map.iter_rules():
        access = access_of(app.view_functions[rule.endpoint])
        if "agency" in rule.arguments and rule.endpoint.startswith(("office.", "settings.")):
            named = access is not None and access.permission and access.agency_from == "agency"
            loose += [] if named else [rule.rule]
    assert loose == []


def test_what_changes_a_complaint_needs_more_than_to_see_it(app: Flask):
    seeing = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("office.")
        and "POST" in (rule.methods or ())
        and (access := access_of(app.view_functions[rule.endpoint])) is not None
        and access.permission is Permission.SEE_COMPLAINTS
    }
    # The page of a complaint takes a POST to show what is being written: it changes nothing. What
    # one looks for is kept for oneself, and is part of no complaint.
    assert seeing == {"office.case", "office.keep", "office.forget"}


def test_only_known_pages_of_the_office_are_public(app: Flask):
    public = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith(("office.", "entrance."))
        and (access := access_of(app.view_functions[rule.endpoint])) is not None
        and access.is_public
    }
    assert public == {"entrance.sign_in", "entrance.send_sign_in"}


@pytest.mark.parametrize("row", [2**63, 10**40])
def test_an_id_that_no_database_can_hold_leads_nowhere(app: Flask, row: int):
    numbered = [rule.rule for rule in app.url_map.iter_rules() if "<int:" in rule.rule]
    assert len(numbered) > 50
    for rule in numbered:
        address = re.sub(r"<[^>]+>", "x", re.sub(r"<int:[^>]+>", str(row), rule))
        with pytest.raises((NotFound, MethodNotAllowed)):
            app.url_map.bind("portal.example").match(address)
