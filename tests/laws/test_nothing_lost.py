"""Nothing typed is lost: whatever befalls a form that was sent, what it held is on the page.

Where the same would be answered again, it is there to be copied, with no button that cannot work.

The forms are those that the application serves, whoever they are for: a new one is under this law
from its first day. The troubles are those of browsers, of people and of machines.
"""

from __future__ import annotations

import errno
import io
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
import structlog
from flask import Flask
from flask.testing import FlaskClient
from markupsafe import escape
from sqlalchemy.exc import OperationalError
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from portal.auth.access import access_of, public
from portal.auth.returning import opened_form
from portal.auth.tries import TooOftenError
from portal.db.shared_counts import SharedCounts
from portal.domain.errors import PortalError
from portal.domain.role import Role
from portal.features.conflicts_of_interest.actions import declare, step_back
from portal.keyring import Keyring
from portal.pages.errors import PORTAL_ERRORS
from portal.runtime import Runtime
from tests.complaints.cases import act
from tests.features.conflicts_of_interest.named_staff import somebody
from tests.laws.served_forms import VALUES, address_of, forms_served
from tests.pages.office.people import sign_in, signed_in
from tests.support import PASSWORD, FixedClock, file
from tests.support.forms import Form, forms_of

TYPED = {
    "texte": "Le sentier est fermé depuis un mois.\nPersonne ne <répond>.",
    "court": "Trop tard",
    "mot": "Zouave",
    "choix": "oui",
}
DOCUMENT = "preuve du 3 mai.pdf"
AUDIENCES = {"citizen": "citizens", "statistics": "citizens", "entrance": "staff"}
AUDIENCES |= {"office": "staff", "settings": "settings", "overview": "analysts"}


def shows_what_was_typed(answer: TestResponse, address: str) -> list[str]:
    """Return what is missing on the page: what was typed, or the button that sends it."""
    main = answer.text[answer.text.find("<main") : answer.text.find("</main>")]
    again = [form for form in forms_of(main) if form.action.split("?")[0] == address]
    held = {one.name: one.value for form in again[:1] for one in form.fields}
    missing = [name for name, text in TYPED.items() if held.get(name) != text]
    return missing if again and again[0].buttons else [*missing, "the button"]


NEVER = (403, 404, 405, 409, 410)
"""What is answered alike, however often the same is sent."""


def is_to_be_copied(answer: TestResponse) -> list[str]:
    """Return what is missing on the page, or a button that can do nothing."""
    main = answer.text[answer.text.find("<main") : answer.text.find("</main>")]
    return [*unread(main), *("a button" for form in forms_of(main) if form.buttons)]


def unread(main: str) -> list[str]:
    """Return which of the written words a page does not show to be copied."""
    written = [text for name, text in TYPED.items() if name != "choix"]
    return [text for text in written if f">\n{escape(text)}</textarea>" not in main]


def asks_to_sign_in(answer: TestResponse, keyring: Keyring) -> list[str]:
    """Return what the page lacks of a form that came when nobody knew whose it was.

    Its words can be read there, and wait in the form by which one signs in.
    """
    main = answer.text[answer.text.find("<main") : answer.text.find("</main>")]
    kept = [opened_form(_kept_in(form), keyring) for form in forms_of(main)]
    waits = [dict(form.values) for form in kept if form and form.is_shown]
    frame = [] if is_dressed(answer) else ["the frame"]
    return [*unread(main), *frame, *([] if waits == [TYPED] else ["what waits"])]


def is_dressed(answer: TestResponse) -> bool:
    return 'class="is-staff"' in answer.text


# What befalls a form before any view has seen it.


@contextmanager
def configured(app: Flask, **config: Any) -> Iterator[FlaskClient]:
    before = {name: app.config.get(name) for name in config}
    app.config.update(config)
    try:
        yield app.test_client()
    finally:
        app.config.update(before)


def session_gone(app: Flask, address: str) -> TestResponse:
    with configured(app, WTF_CSRF_ENABLED=True) as client:
        return client.post(address, data=TYPED)


def token_stale(app: Flask, address: str) -> TestResponse:
    with configured(app, WTF_CSRF_ENABLED=True) as client:
        client.get("/fr/suivi")
        return client.post(address, data={**TYPED, "csrf_token": "x.y.z"})


def trap_filled(app: Flask, address: str) -> TestResponse:
    return app.test_client().post(address, data={**TYPED, "ne-pas-remplir": "ok"})


def too_large(app: Flask, address: str) -> TestResponse:
    with configured(app, MAX_CONTENT_LENGTH=2_000) as client:
        document = (io.BytesIO(bytes(5_000)), DOCUMENT)
        answer = client.post(address, data={**TYPED, "document": document})
        assert f": {DOCUMENT}</p>" in answer.text, address
        return answer


def too_long(app: Flask, address: str) -> TestResponse:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("portal.pages.oversized.LONGEST_TYPED", 20)
        return app.test_client().post(address, data=TYPED)


class Full(SharedCounts):
    """Counts that are all reached."""

    def add(self, *_: Any) -> int:
        return 10**6

    def count(self, *_: Any) -> int:
        return 10**6

    def until(self, _key: str, now: float) -> float:
        return now + 60


def has_own_limit(app: Flask, rule: Rule) -> bool:
    return hasattr(app.view_functions[rule.endpoint], "portal_limited")


def too_often(app: Flask, address: str) -> TestResponse:
    before = app.extensions["flood counts"]
    app.extensions["flood counts"] = Full()
    try:
        return app.test_client().post(address, data=TYPED)
    finally:
        app.extensions["flood counts"] = before


GUARDED = ("session gone", "token stale")
"""What the staff's forms are stopped by because nobody is signed in."""
BEFORE: dict[str, tuple[int, Callable[[Flask, str], TestResponse]]] = {
    "session gone": (400, session_gone),
    "token stale": (400, token_stale),
    "trap filled": (422, trap_filled),
    "documents too large": (413, too_large),
    "text too long": (413, too_long),
    "too often": (429, too_often),
}


@pytest.mark.parametrize("trouble", BEFORE)
def test_what_befalls_a_form_before_it_is_read_loses_nothing_of_it(
    app: Flask, keyring: Keyring, trouble: str
):
    status, befall = BEFORE[trouble]
    lost = {}
    for rule in forms_served(app):
        if trouble == "too often" and has_own_limit(app, rule):
            continue  # Its view says so itself, see below.
        address = address_of(app, rule)
        answer = befall(app, address)
        if trouble in GUARDED and not _is_public(app, rule):
            missing, wanted = asks_to_sign_in(answer, keyring), 401
        else:
            missing, wanted = shows_what_was_typed(answer, address), status
        if answer.status_code != wanted or missing:
            lost[rule.endpoint] = answer.status_code, missing
    assert lost == {}


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("trouble", [name for name in BEFORE if name not in GUARDED])
def test_a_form_of_the_staff_comes_back_in_their_frame_though_their_session_ended(
    app: Flask, trouble: str, language: str
):
    foreign, seen = {}, 0
    for rule in guarded_in(app, language):
        seen += 1
        answer = BEFORE[trouble][1](app, address_of(app, rule))
        in_language = f'<html lang="{language}-CA">' in answer.text
        if not is_dressed(answer) or not in_language:
            foreign[rule.endpoint] = is_dressed(answer), in_language
    assert foreign == {}
    assert seen > 80


def guarded_in(app: Flask, language: str) -> Iterator[Rule]:
    """Yield the address in a language of each form that only somebody signed in may send."""
    for rule in app.url_map.iter_rules():
        is_of = (rule.defaults or {}).get("language") == language
        if is_of and "POST" in (rule.methods or ()) and not _is_public(app, rule):
            yield rule


# What befalls it in the view, however deep.


def _disk(message: str) -> OperationalError:
    return OperationalError("INSERT INTO draft", {}, Exception(message))


BROKEN: dict[str, Exception] = {
    "429": TooOftenError(60),
    "500": ZeroDivisionError(),
    "database locked": _disk("database is locked"),
    "database read only": _disk("attempt to write a readonly database"),
    "database gone": _disk("unable to open database file"),
    "disk full": OSError(errno.ENOSPC, "No space left on device"),
    "database's disk full": _disk("database or disk is full"),
}
# One of each status: they are answered alike.
REFUSED: dict[str, PortalError] = {
    str(words.status): kind.__new__(kind)
    for kind, words in PORTAL_ERRORS.items()
    if words.status < 500
}


def drop(*_: object) -> dict[str, object]:
    """Log nothing."""
    raise structlog.DropEvent


@contextmanager
def failing(app: Flask, rule: Rule, error: Exception) -> Iterator[None]:
    """Let the view of a form fail, for everybody alike."""

    @public
    def fail(**_: Any) -> str:
        raise error

    before = app.view_functions[rule.endpoint]
    app.view_functions[rule.endpoint] = fail
    try:
        with configured(app, PROPAGATE_EXCEPTIONS=False):
            yield
    finally:
        app.view_functions[rule.endpoint] = before


@pytest.mark.parametrize("trouble", [*BROKEN, *REFUSED])
def test_a_view_that_fails_loses_nothing_of_what_was_typed(
    app: Flask, trouble: str, monkeypatch: pytest.MonkeyPatch
):
    # What is logged of each is another matter, and takes longer than all the rest.
    monkeypatch.setattr("portal.pages.errors.log", structlog.wrap_logger(None, processors=[drop]))
    monkeypatch.setattr(app.logger, "disabled", True)
    error = BROKEN.get(trouble) or REFUSED[trouble]
    lost = {}
    for rule in forms_served(app):
        address = address_of(app, rule)
        with failing(app, rule, error):
            answer = app.test_client().post(address, data=TYPED)
        is_final = answer.status_code in NEVER
        missing = is_to_be_copied(answer) if is_final else shows_what_was_typed(answer, address)
        if answer.status_code < 400 or missing:
            lost[rule.endpoint] = answer.status_code, missing
    assert lost == {}


LANGUAGE = re.compile(r'formaction="([^"]+)"\s+name="changer-langue"\s+value="([^"]+)"')


@pytest.mark.parametrize("trouble", ["429", "409"])
def test_the_language_of_a_page_of_trouble_changes_with_what_was_typed(
    app: Flask, trouble: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("portal.pages.errors.log", structlog.wrap_logger(None, processors=[drop]))
    lost = {}
    for rule in forms_served(app):
        client, address = app.test_client(), address_of(app, rule)
        with failing(app, rule, BROKEN.get(trouble) or REFUSED[trouble]):
            answer = client.post(address, data=TYPED)
        asked = LANGUAGE.search(answer.text)
        if asked is None:
            lost[rule.endpoint] = ["the link"]
            continue
        form = next(form for form in forms_of(answer.text) if form.id == asked[2])
        held = {one.name: one.value for one in form.fields}
        turned = client.post(unescape(asked[1]), data={**held, "changer-langue": form.id})
        is_final = answer.status_code in NEVER
        missing = is_to_be_copied(turned) if is_final else shows_what_was_typed(turned, asked[1])
        if missing or turned.status_code != 200 or '<html lang="en' not in turned.text:
            lost[rule.endpoint] = turned.status_code, missing
    assert lost == {}


@pytest.mark.parametrize("is_told", [True, False])
def test_a_complaint_that_closed_meanwhile_gives_back_every_word(
    app: Flask, runtime: Runtime, is_told: bool
):
    luc = somebody(runtime, "Luc Côté")
    number, client = file(runtime).number, app.test_client()
    sign_in(client, "luc.cote@exemple.org")
    if is_told:
        act(runtime, number, step_back, luc)
    else:
        act(runtime, number, declare, user_id=luc.user_id)
    lost, closed = {}, 0
    for rule in forms_served(app):
        if rule.arguments >= {"agency", "number"} and not _is_public(app, rule):
            address = address_of(app, rule).replace(VALUES["number"], number)
            answer = client.post(address, data=TYPED)
            closed += "Cette plainte vous est fermée" in answer.text
            if answer.status_code not in NEVER or is_to_be_copied(answer):
                lost[rule.endpoint] = answer.status_code, is_to_be_copied(answer)
    assert lost == {}
    assert closed > 30 if is_told else closed == 0


@pytest.mark.parametrize("ending", ["idle", "signed out elsewhere"])
def test_a_form_of_the_staff_waits_sealed_for_the_account_whose_session_ended(
    app: Flask, runtime: Runtime, clock: FixedClock, ending: str
):
    luc = somebody(runtime, "Luc Côté")
    lost = []
    guarded = [rule for rule in forms_served(app) if not _is_public(app, rule)]
    client = app.test_client()
    sign_in(client, "luc.cote@exemple.org")
    if ending == "idle":
        clock.moment += timedelta(hours=1)
    else:
        client.post("/fr/deconnexion")
    with configured(app, WTF_CSRF_ENABLED=ending != "idle"):
        for rule in guarded:
            document = (io.BytesIO(b"x"), DOCUMENT)
            answer = client.post(address_of(app, rule), data={**TYPED, "document": document})
            sealed = [form for form in forms_of(answer.text) if _kept_in(form)]
            kept = opened_form(_kept_in(sealed[0]), runtime.keyring) if sealed else None
            is_kept = kept and (kept.user_id, dict(kept.values)) == (luc.user_id, TYPED)
            is_asked = is_dressed(answer) and answer.status_code == 401
            if not kept or not is_kept or kept.documents[0][1] != (DOCUMENT,) or not is_asked:
                lost.append(rule.endpoint)
            elif _kept_in(turned_by_its_link(client, answer)[1]) != _kept_in(sealed[0]):
                lost.append(f"{rule.endpoint} in English")
    assert lost == []
    assert len(guarded) > 80


def turned_by_its_link(client: FlaskClient, answer: TestResponse) -> tuple[TestResponse, Form]:
    """Return a page as its link of the language shows it in English, and its form there."""
    address, form_id = LANGUAGE.search(answer.text).groups()  # type: ignore[union-attr]
    form = next(form for form in forms_of(answer.text) if form.id == form_id)
    held = {one.name: one.value for one in form.fields}
    turned = client.post(unescape(address), data={**held, "changer-langue": form_id})
    assert '<html lang="en' in turned.text, turned.status_code
    return turned, next(form for form in forms_of(turned.text) if form.id == form_id)


def test_a_form_of_nobody_known_is_sent_by_whoever_signs_in_where_its_words_stand(
    app: Flask, runtime: Runtime
):
    somebody(runtime, "Luc Côté")
    right = {"email": "luc.cote@exemple.org", "password": PASSWORD}
    lost = {}
    with configured(app, WTF_CSRF_ENABLED=True):
        for rule in guarded_in(app, "fr"):
            client, address = app.test_client(), address_of(app, rule)
            document = (io.BytesIO(b"x"), DOCUMENT)
            asked = client.post(address, data={**TYPED, "document": document})
            turned, form = turned_by_its_link(client, asked)
            missing = asks_to_sign_in(turned, runtime.keyring)
            held = {one.name: one.value for one in form.fields}
            wrong = client.post(form.action, data={**held, **right, "password": "autre"})
            missing += asks_to_sign_in(wrong, runtime.keyring)
            page = client.post(form.action, data={**held, **right})
            address_there = address_of(app, in_english(app, rule))
            missing += shows_what_was_typed(page, address_there)
            if missing or DOCUMENT not in page.text or "who wrote this text" not in page.text:
                lost[rule.endpoint] = page.status_code, missing
    assert lost == {}


@pytest.mark.parametrize("is_known", [True, False])
def test_a_number_that_was_changed_is_shown_under_its_label_and_nothing_that_was_not(
    app: Flask, runtime: Runtime, is_known: bool
):
    email, password = "admin@parcs.example", PASSWORD
    admin = signed_in(app, runtime, email, Role.ADMINISTRATOR, post=None)
    page = admin.get("/fr/reglages/parks/delais").text
    form = next(form for form in forms_of(page) if form.id == "formulaire")
    changed = {"answer_amount": "17", "urgent_basis_fr": "Décision du 3 mai"}
    held = {one.name: one.value for one in form.fields}
    assert held["answer_amount"] != "17"
    client = admin if is_known else app.test_client()
    if is_known:
        admin.post("/fr/deconnexion")
    ended = client.post(form.action, data={**held, **changed})
    assert ended.status_code == 401
    if not is_known:
        assert texts_under_labels(ended.text) == CHANGED
    [asks] = [form for form in forms_of(ended.text) if _kept_in(form)]
    waits = {one.name: one.value for one in asks.fields}
    back = client.post(asks.action, data={**waits, "email": email, "password": password})
    assert texts_under_labels(back.text) == CHANGED
    again = next(form for form in forms_of(back.text) if form.id == "renvoi")
    sent = {one.name: one.value for one in again.fields}
    assert {**held, **changed}.items() <= {**sent, "csrf_token": held.get("csrf_token")}.items()
    still = {"answer_still": "yes"}
    assert client.post(again.action, data={**sent, **still}).status_code == 303
    kept = next(
        form
        for form in forms_of(client.get("/fr/reglages/parks/delais").text)
        if form.id == "formulaire"
    )
    assert changed.items() <= {one.name: one.value for one in kept.fields}.items()


CHANGED = {
    "Réponse – Délai": "17",
    "Premier geste pour une plainte urgente – Ce sur quoi il repose, en français": (
        "Décision du 3 mai"
    ),
}


def texts_under_labels(page: str) -> dict[str, str]:
    """Return what stands in each text field of a page, by its label."""
    found = re.findall(
        r'<label[^>]*for="([^"]+)"[^>]*>(.*?)</label>\s*<textarea[^>]*id="\1"[^>]*>\n(.*?)</textarea>',
        page,
        re.DOTALL,
    )
    return {unescape(words.strip()): unescape(value) for _, words, value in found}


def in_english(app: Flask, rule: Rule) -> Rule:
    return next(one for one in guarded_in(app, "en") if one.endpoint == rule.endpoint)


def _is_public(app: Flask, rule: Rule) -> bool:
    access = access_of(app.view_functions[rule.endpoint])
    return access is not None and access.is_public


def _kept_in(form: Form) -> str:
    return next((one.value for one in form.fields if one.name == "kept"), "")


def test_every_form_of_every_audience_is_under_this_law(
    app: Flask, capsys: pytest.CaptureFixture[str]
):
    """Say how many there are, so that a run tells what it has looked at."""
    forms = forms_served(app)
    audiences = Counter(AUDIENCES[rule.endpoint.partition(".")[0]] for rule in forms)
    troubles = len(BEFORE) + len(BROKEN) + len(REFUSED)
    told = ", ".join(f"{count} of {whose}" for whose, count in sorted(audiences.items()))
    with capsys.disabled():
        sys.stdout.write(f"{len(forms)} forms ({told}) × {troubles} troubles\n")
    assert set(audiences) == set(AUDIENCES.values())
    assert {"403", "404", "409", "410", "422"} <= set(REFUSED)
