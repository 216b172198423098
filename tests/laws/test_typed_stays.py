"""A page that comes back has all that was typed into it, field by field, as it was typed.

Every form is looked for on the pages of a portal where something is going on, filled as a browser
would, and sent with too much in every field, then with nothing chosen. Whatever is not taken is on
the page that answers. The same pages say which of their forms goes over to the other language.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Rule

from portal.domain.role import Role
from portal.runtime import Runtime
from tests.laws.of_every_kind import answered, with_everything
from tests.pages.citizen.journeys import to_check
from tests.pages.office.people import signed_in
from tests.support.forms import Form, forms_of

CODES = {"settings": "+", "citizen": "parks"}
OVER = re.compile(r'form="([^"]*)" formaction="/en/')
LONG = "mots de trop " * 400


class Browsers:
    """Whoever may open the pages of a portal, and what these are about."""

    def __init__(self, app: Flask, runtime: Runtime) -> None:
        self.app = app
        citizen = app.test_client()
        opened = [with_everything(runtime), answered(runtime)]
        for number, code in opened:
            citizen.post("/fr/suivi", data={"numero": number, "code": code})
        self.named = {"agency": "parks", "draft": to_check(citizen), "entry": "a" * 16}
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

    def _opened(self, audience: str, address: str) -> Iterator[tuple[str, FlaskClient, str]]:
        for client in self._of[audience]:
            answer = client.get(address)
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


@pytest.fixture
def browsers(app: Flask, runtime: Runtime) -> Browsers:
    # What stands in no state to be opened answers as it would to anybody, and is passed over.
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return Browsers(app, runtime)


def typed_fields(form: Form) -> list[str]:
    return [one.name for one in form.fields if one.is_typed]


def lost(client: FlaskClient, address: str, form: Form, tail: str) -> list[str]:
    """Return the fields whose texts the page that answers does not show; none if all was taken."""
    texts = [f"Zouave {rank}. {tail}".strip() for rank, _ in enumerate(typed_fields(form))]
    answer = client.post(address, data=form.filled(texts))
    if answer.status_code == 303:
        page = client.get(answer.location).text
        if "c-msg--err" not in page:
            return []
    else:
        page = answer.text
    shown = re.sub(r"\s+", " ", html.unescape(page))
    return [
        f"{name} ({answer.status_code})"
        for name, text in zip(typed_fields(form), texts, strict=True)
        if text not in shown
    ]


def test_what_a_page_refuses_it_shows_as_it_was_typed(browsers: Browsers):
    missing, seen = {}, set()
    for page, client, says in list(browsers.pages()):
        for form in forms_of(says):
            address = form.action or page
            endpoint = browsers.takes(address.partition("?")[0])
            if endpoint is None or endpoint in seen or not typed_fields(form):
                continue
            seen.add(endpoint)
            for tail in (LONG, ""):
                if fields := lost(client, address, form, tail):
                    missing[endpoint] = fields
    assert missing == {}
    assert len(seen) > 60


def test_where_one_writes_the_language_changes_with_what_is_written(browsers: Browsers):
    dropping, dead, found = [], [], 0
    for page, _, says in browsers.pages():
        forms, asked = forms_of(says[says.find("<main") :]), OVER.findall(says)
        writing = [form for form in forms if typed_fields(form)]
        found += len(asked)
        dropping += [page] if len(writing) == 1 and not asked else []
        dead += (
            [page] if any([form.id for form in forms].count(name) != 1 for name in asked) else []
        )
    assert (dropping, dead) == ([], [])
    assert found > 40
