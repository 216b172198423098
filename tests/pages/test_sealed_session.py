"""No code can be read in the cookie of a session, which is signed and not sealed."""

from __future__ import annotations

import re
from datetime import timedelta

from flask import Flask, session
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.domain.number import written_code
from portal.features.representatives.actions_ending import end_by_agency
from portal.pages.sealed_session import keep_sealed, kept_sealed
from portal.runtime import Runtime
from tests.complaints.cases import act
from tests.features.representatives.represented import REACHED, code_sent, filed_for, worked
from tests.pages.citizen.journeys import at, to_check
from tests.support import FixedClock, RecordingMailer, file, officer


def read_in(app: Flask, client: FlaskClient) -> str:
    """Return what somebody reads who copied the cookie of a session, without what parts a code."""
    reader = app.session_interface.get_signing_serializer(app)
    cookie = client.get_cookie(app.config["SESSION_COOKIE_NAME"])
    assert reader is not None
    assert cookie is not None
    return str(reader.loads(cookie.value)).replace("-", "")


def shown_on(page: str) -> str:
    """Return the code that a page shows, as it is kept."""
    found = re.search(r">\s*((?:[A-Z2-9]{4}-)+[A-Z2-9]{4})\s*<", page)
    assert found is not None
    return found[1].replace("-", "")


def test_a_new_access_code_is_not_there(app: Flask, runtime: Runtime):
    filed, client = file(runtime), app.test_client()
    client.post("/fr/suivi", data={"numero": filed.number, "code": filed.code})
    page = f"/fr/suivi/{filed.number}/nouveau-code"
    assert client.post(page, data={"une-fois": "m1"}).status_code == 303
    held = read_in(app, client)
    assert shown_on(client.get(page).text) not in held


def test_the_code_of_a_draft_is_not_there(app: Flask, client: FlaskClient):
    draft = to_check(client)
    page = at(draft, "enregistrer")
    assert client.post(page).status_code == 303
    assert shown_on(client.get(page).text) not in read_in(app, client)


def test_a_code_to_take_over_is_not_there(
    app: Flask, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer
):
    number = filed_for(runtime).number
    act(runtime, number, end_by_agency, officer(), reason="Elle le demande.", reached=REACHED)
    worked(runtime, clock)
    code, client = code_sent(mailbox), app.test_client()
    typed = {"numero": number, "code-unique": code}
    assert client.post("/fr/reprendre-ma-plainte", data=typed).status_code == 303
    assert code.replace("-", "") not in read_in(app, client)


def test_a_copied_cookie_shows_no_code_after_ten_minutes(
    app: Flask, runtime: Runtime, clock: FixedClock
):
    filed, client = file(runtime), app.test_client()
    client.post("/fr/suivi", data={"numero": filed.number, "code": filed.code})
    page, name = f"/fr/suivi/{filed.number}/nouveau-code", app.config["SESSION_COOKIE_NAME"]
    client.post(page, data={"une-fois": "m1"})
    copied = client.get_cookie(name)
    assert copied is not None
    code = written_code(shown_on(client.get(page).text))
    for minutes, is_shown in ((9, True), (1, False)):
        clock.moment += timedelta(minutes=minutes)
        client.set_cookie(name, copied.value)
        assert (code in client.get(page).text) is is_shown


@given(lasts=st.integers(1, 90_000), later=st.integers(0, 90_000))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
def test_what_is_kept_comes_back_until_its_end_alone(
    app: Flask, clock: FixedClock, lasts: int, later: int
):
    before = clock.moment
    with app.test_request_context():
        keep_sealed("mine", ("ABCD",), timedelta(seconds=lasts))
        clock.moment += timedelta(seconds=later)
        assert kept_sealed("mine") == (("ABCD",) if later < lasts else ())
    clock.moment = before


def test_what_is_kept_comes_back_and_nothing_else_does(app: Flask):
    with app.test_request_context():
        keep_sealed("mine", ("2026-000001", "ABCD"))
        assert kept_sealed("mine") == ("2026-000001", "ABCD")
        assert kept_sealed("other") == ()


def test_what_was_kept_for_something_else_or_in_clear_opens_nothing(app: Flask):
    with app.test_request_context():
        keep_sealed("mine", ("ABCD",))
        session["other"] = session["mine"]
        session["old"] = ["2026-000001", "ABCD"]
        assert (kept_sealed("other"), kept_sealed("old")) == ((), ())
