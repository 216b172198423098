"""Whoever may open the pages of a portal, in browsers of their own, where something is going on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Rule

from portal.domain.role import Role
from portal.runtime import Runtime
from tests.laws.of_every_kind import answered, with_everything
from tests.pages.citizen.journeys import to_check
from tests.pages.office.people import signed_in
from tests.reporting.figures import time_changed

CODES = {"settings": "+", "citizen": "parks"}


class Browsers:
    """Whoever may open the pages of a portal, and what these are about."""

    def __init__(self, app: Flask, runtime: Runtime) -> None:
        self.app = app
        citizen = app.test_client()
        opened = [with_everything(runtime), answered(runtime)]
        time_changed(runtime)
        for number, code in opened:
            citizen.post("/fr/suivi", data={"numero": number, "code": code})
        self.named = {
            "agency": "parks",
            "draft": to_check(citizen),
            "entry": "a" * 16,
            "figure": "trend",
        }
        self.numbers = [number for number, _ in opened]
        head = signed_in(app, runtime, "head@parcs.example", Role.HEAD, post=None)
        officer = signed_in(app, runtime, "officer@parcs.example")
        top = signed_in(app, runtime, "top@parcs.example", Role.TOP_AUTHORITY, post="president")
        admin = signed_in(app, runtime, "admin@parcs.example", Role.ADMINISTRATOR, post=None)
        everywhere = ("portal@example.org", Role.ADMINISTRATOR, None, None)
        analyst = ("analyst@example.org", Role.ANALYST, None, None)
        intake = ("intake@example.org", Role.INTAKE, "intake", None)
        self._of = {
            "citizen": [citizen],
            "statistics": [citizen],
            "office": [head, officer, top, signed_in(app, runtime, *intake)],
            "settings": [admin, signed_in(app, runtime, *everywhere)],
            "overview": [signed_in(app, runtime, *analyst)],
            "entrance": [officer],
        }

    def pages(self) -> Iterator[tuple[str, FlaskClient, str]]:
        """Yield each page that opens: its address, who opened it, and what it says."""
        for rule in self.app.url_map.iter_rules():
            audience = rule.endpoint.partition(".")[0]
            if "GET" not in (rule.methods or ()) or audience not in self._of:
                continue
            if (rule.defaults or {}).get("language") == "en":
                continue
            numbers = self.numbers if "number" in rule.arguments else self.numbers[:1]
            for number in numbers:
                yield from self._opened(audience, self._address(rule, audience, number))

    def of(self, rule: Rule) -> FlaskClient:
        """Return whoever opens pages such as one; anybody where it is for machines."""
        return self._of.get(rule.endpoint.partition(".")[0], self._of["citizen"])[0]

    def _opened(self, audience: str, address: str) -> Iterator[tuple[str, FlaskClient, str]]:
        for client in self._of[audience]:
            # The bare address of a page of figures leads to the one that says its period.
            answer = client.get(address, follow_redirects=audience == "overview")
            if answer.status_code == 200 and answer.mimetype == "text/html":
                yield address, client, answer.text
                return

    def takes(self, address: str) -> str | None:
        """Return the endpoint that takes a form sent to an address, if one does."""
        try:
            return self.app.url_map.bind("localhost").match(address, method="POST")[0]
        except HTTPException:
            return None

    def _address(self, rule: Rule, audience: str, number: str) -> str:
        code = CODES.get(audience, "x")
        values: dict[str, Any] = dict.fromkeys(rule.arguments - {"language"}, code)
        if "questions" in rule.rule:
            values["code"] = "trail"
        values |= {name: 1 for name in rule.arguments if f"<int:{name}>" in rule.rule}
        named = {**self.named, "number": number}
        values |= {name: known for name, known in named.items() if name in rule.arguments}
        built = rule.build({**values, **(rule.defaults or {})})
        assert built is not None, rule
        return built[1]
