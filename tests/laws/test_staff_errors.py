"""Whatever goes wrong on an address of the staff is said in the staff's frame."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule

from portal.auth.access import access_of, public
from portal.domain.errors import StaleComplaintError
from portal.domain.role import Role
from portal.runtime import Runtime
from tests.pages.office.people import signed_in

STAFF = ("entrance", "office", "settings", "overview")
VALUES = {"agency": "parks", "code": "parks", "number": "2026-000001", "token": "x"}


def of_staff(app: Flask) -> Iterator[Rule]:
    """Yield each address that opens for somebody signed in alone."""
    for rule in app.url_map.iter_rules():
        access = access_of(app.view_functions[rule.endpoint])
        if rule.endpoint.startswith(STAFF) and access is not None and not access.is_public:
            yield rule


def address_of(rule: Rule) -> str:
    """Return an address of a page; whether what it names is there, the failure does not ask."""
    values = {name: VALUES.get(name, 1) for name in rule.arguments - {"language"}}
    built = rule.build({**values, **(rule.defaults or {})})
    assert built is not None, rule
    return built[1]


def test_no_page_of_the_staff_fails_in_the_citizens_frame(
    app: Flask, runtime: Runtime, monkeypatch: pytest.MonkeyPatch
):
    somebody = signed_in(app, runtime, role=Role.ADMINISTRATOR, agency=None, post=None)
    rules, foreign = list(of_staff(app)), []

    @public
    def fail(**_: Any) -> str:
        raise StaleComplaintError

    for rule in rules:
        monkeypatch.setitem(app.view_functions, rule.endpoint, fail)
        method = min({"GET", "POST"} & (rule.methods or set()))
        answer = somebody.open(address_of(rule), method=method)
        if answer.status_code != 409 or 'class="is-staff"' not in answer.text:
            foreign.append((rule.endpoint, address_of(rule), answer.status_code))
    assert foreign == []
    assert len(rules) > 300
