"""A page that comes back has all that was typed into it, field by field, as it was typed.

Every form is looked for on the pages of a portal where something is going on, filled as a browser
would, and sent with too much in every field, then with nothing chosen. Whatever is not taken is on
the page that answers. The same pages say which of their forms goes over to the other language.
"""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.runtime import Runtime
from tests.laws.browsers import Browsers
from tests.pages.citizen.journeys import at, to_check
from tests.pages.office.people import case_path, signed_in
from tests.pages.office.told import FRIDAY, TOLD, received
from tests.support import FixedClock
from tests.support.forms import Form, forms_of

OVER = re.compile(r'form="([^"]*)" formaction="/en/')
SWITCH = re.compile(r'form="([^"]*)"\s+formaction="([^"]*)"')
LONG = "mots de trop " * 400


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


def test_where_one_signs_in_the_language_changes_with_what_is_written_and_what_waits(
    app: Flask, runtime: Runtime, clock: FixedClock
):
    officer, note = signed_in(app, runtime), case_path("2026-000001", "note")
    clock.moment += timedelta(hours=1)
    mine, nobodys = (
        client.post(note, data={"body": "Zouave de ce côté"})
        for client in (officer, app.test_client())
    )
    pages = {
        "the page to sign in": officer.get("/fr/connexion?next=/fr/preferences"),
        "a form that waits": mine,
        "a form of nobody known": nobodys,
        **{
            f"{kind} at the second try": officer.post("/fr/connexion", data=_signing(answer))
            for kind, answer in {"mine": mine, "nobody's": nobodys}.items()
        },
    }
    dropped = {}
    for kind, answer in pages.items():
        form_id, address = SWITCH.findall(answer.text)[0]
        data = {**_signing(answer), "email": "zouave@parcs.example", "changer-langue": form_id}
        turned = officer.post(address, data=data)
        held = {name: value for name, value in _signing(turned).items() if name in data}
        if held != {name: data[name] for name in held} or len(held) != len(data) - 1:
            dropped[kind] = held
        if ("Zouave de ce côté" in answer.text) != ("Zouave de ce côté" in turned.text):
            dropped[kind] = "its words"
        assert "Sign in" in turned.text
    assert dropped == {}


def _signing(answer: TestResponse) -> dict[str, str]:
    """Return what the form to sign in of a page holds, but its token."""
    [form] = [form for form in forms_of(answer.text) if form.id == "connexion"]
    return {one.name: one.value for one in form.fields if one.name != "csrf_token"}


def test_a_second_tab_keeps_its_words_after_the_first_was_sent(app: Flask, runtime: Runtime):
    citizen, officer = app.test_client(), signed_in(app, runtime)
    draft, entry = to_check(citizen), officer.get("/fr/gestion/parks/nouvelle").location
    pages = [(citizen, at(draft, page)) for page in ("recit", "questions", "reponse")]
    tabs = [
        (client, page, form)
        for client, page in [*pages, (officer, entry)]
        for form in forms_of(client.get(page).text)
        if form.id == "formulaire"
    ]
    assert citizen.post(at(draft, "verifier")).status_code == 303
    registered = officer.post(entry, data={**TOLD, **received(FRIDAY)})
    assert registered.location.endswith("/inscrite")
    assert len(tabs) == 4
    missing = {}
    for client, page, form in tabs:
        texts = [f"Zouave {rank} de ce côté" for rank, _ in enumerate(typed_fields(form))]
        answer = client.post(page, data=form.filled(texts), follow_redirects=True)
        shown = html.unescape(answer.text)
        missing[page] = [text for text in texts if text not in shown]
    assert not any(missing.values()), missing
