"""A citizen's session ends on the server, a code is shown once, and no device is assumed own."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.complaints.records.complaint import CitizenSessionRecord, DraftRecord
from portal.complaints.records.message import MessageRecord
from portal.domain.actor import PORTAL
from portal.pages.cookies import DRAFTS, SESSION
from portal.runtime import Runtime
from portal.worker import Worker
from tests.pages.citizen.journeys import (
    NUMBER,
    STORY,
    at,
    begin,
    code_in,
    post,
    resume_code_of,
    to_check,
    to_reply,
)
from tests.pages.office.people import words
from tests.support import FixedClock, file, on_both

PAGE = f"/fr/suivi/{NUMBER}"
MESSAGE = f"{PAGE}/message"


def copied(client: FlaskClient) -> FlaskClient:
    """Another device that has every cookie of this one."""
    other = client.application.test_client()
    for name in (SESSION, DRAFTS):
        cookie = client.get_cookie(name)
        if cookie is not None:
            other.set_cookie(name, cookie.value)
    return other


def following(client: FlaskClient, runtime: Runtime) -> FlaskClient:
    """A browser that opened a complaint by its code."""
    receipt = file(runtime)
    form = {"numero": receipt.number, "code": receipt.code}
    assert client.post("/fr/suivi", data=form).status_code == 303
    return client


def is_followed(client: FlaskClient) -> bool:
    return client.get(PAGE).status_code == 200


def filed(client: FlaskClient) -> str:
    """Send a complaint and return its draft."""
    draft = to_check(client)
    post(client, draft, "verifier")
    return draft


@on_both
def test_signing_out_ends_the_session_for_every_copy_of_the_cookie(
    client: FlaskClient, runtime: Runtime
):
    following(client, runtime)
    other = copied(client)
    assert is_followed(other)
    answer = client.post(f"{PAGE}/quitter", follow_redirects=True)
    assert "Vos plaintes ne sont plus ouvertes sur cet appareil." in words(answer.text)
    for device in (client, other):
        assert device.get(PAGE).location == f"/fr/suivi?numero={NUMBER}"
        form = {"message": "Ce n’est pas moi."}
        assert device.post(MESSAGE, data=form).status_code == 401
    with runtime.reading(PORTAL) as session:
        assert session.query(MessageRecord).count() == 0


def test_the_page_says_that_one_signs_out(client: FlaskClient, runtime: Runtime):
    page = words(following(client, runtime).get(PAGE).text)
    assert "Me déconnecter" in page
    assert "Fermer cette plainte" not in page


def test_half_an_hour_without_a_request_ends_it_and_a_copy_does_not_keep_its_own_time(
    client: FlaskClient, runtime: Runtime, clock: FixedClock
):
    following(client, runtime)
    other = copied(client)
    for _ in range(3):
        clock.moment += timedelta(minutes=29)
        assert is_followed(client)
    clock.moment += timedelta(minutes=30)
    assert not is_followed(client)
    assert not is_followed(other)


def test_no_session_lasts_longer_than_twelve_hours(
    client: FlaskClient, runtime: Runtime, clock: FixedClock
):
    following(client, runtime)
    for _ in range(24):
        clock.moment += timedelta(minutes=29)
        assert is_followed(client)
    clock.moment += timedelta(minutes=24)
    assert not is_followed(client)


def test_a_new_session_opens_nothing_that_an_earlier_one_had(
    client: FlaskClient, runtime: Runtime, clock: FixedClock
):
    following(client, runtime)
    clock.moment += timedelta(hours=1)
    second = file(runtime)
    client.post("/fr/suivi", data={"numero": second.number, "code": second.code})
    assert client.get(f"/fr/suivi/{second.number}").status_code == 200
    assert not is_followed(client)


def test_sessions_whose_time_is_over_leave_no_row(
    client: FlaskClient, runtime: Runtime, clock: FixedClock
):
    following(client, runtime)
    clock.moment += timedelta(hours=12)
    Worker(runtime).run_once(clock.moment)
    with runtime.reading(PORTAL) as session:
        assert session.query(CitizenSessionRecord).count() == 0


def test_nothing_stored_of_a_session_is_what_the_browser_has(client: FlaskClient, runtime: Runtime):
    following(client, runtime)
    with client.session_transaction() as cookie, runtime.reading(PORTAL) as session:
        [row] = session.query(CitizenSessionRecord)
        assert cookie["suivi"] != row.id


@on_both
def test_a_code_is_shown_for_ten_minutes_after_it_was_first_shown(
    client: FlaskClient, runtime: Runtime, clock: FixedClock
):
    draft = filed(client)
    clock.moment += timedelta(hours=2)  # the answer was lost on its way
    code = code_in(client.get(at(draft, "envoyee")).text)
    clock.moment += timedelta(minutes=9)
    assert code_in(client.get(at(draft, "envoyee")).text) == code
    clock.moment += timedelta(minutes=1)
    page = client.get(at(draft, "envoyee"))
    assert page.status_code == 200
    assert code not in page.text
    assert "le code ne s’affiche plus" in words(page.text)
    clock.moment += timedelta(minutes=30)
    assert client.get(at(draft, "envoyee")).location == f"/fr/suivi?numero={NUMBER}"


@on_both
def test_a_code_that_is_no_longer_shown_is_kept_nowhere(
    client: FlaskClient, runtime: Runtime, clock: FixedClock
):
    draft = filed(client)
    code = code_in(client.get(at(draft, "envoyee")).text)
    clock.moment += timedelta(minutes=10)
    Worker(runtime).run_once(clock.moment)
    with runtime.reading(PORTAL) as session:
        record = session.get(DraftRecord, draft)
        assert record is not None
        assert code.replace("-", "") not in str(record.receipt)
        assert record.receipt["number"] == NUMBER
        assert record.code_until is None
    assert client.get(at(draft, "envoyee")).status_code == 200


@pytest.mark.parametrize("way", ["quitter", "oublier"])
def test_whoever_leaves_a_device_leaves_neither_receipt_nor_complaint(
    client: FlaskClient, runtime: Runtime, way: str
):
    draft = filed(client)
    client.get(at(draft, "envoyee"))
    other = copied(client)
    client.post(f"{PAGE}/quitter" if way == "quitter" else at(draft, "oublier"))
    for device in (client, other):
        assert device.get(at(draft, "envoyee")).status_code == 404
        assert not is_followed(device)


def test_whoever_leaves_with_a_draft_open_is_told_so(client: FlaskClient, runtime: Runtime):
    told = "Un brouillon y est encore ouvert."
    receipt = file(runtime)
    leaving = f"/fr/suivi/{receipt.number}/quitter"
    assert told not in words(client.post(leaving, follow_redirects=True).text)
    to_reply(client)
    assert told in words(client.post(leaving, follow_redirects=True).text)


def test_a_draft_that_a_device_forgot_is_opened_by_no_copy_of_its_cookie(client: FlaskClient):
    draft = to_reply(client)
    post(client, draft, "enregistrer")
    code = resume_code_of(client, draft)
    other = copied(client)
    post(client, draft, "oublier")
    assert other.get(at(draft, "recit")).status_code == 404
    assert other.post("/fr/reprendre", data={"code": code}).status_code == 303
    assert other.get(at(draft, "recit")).status_code == 200


def test_nobody_shuts_the_draft_of_another(app: Flask, client: FlaskClient):
    draft = begin(client)
    app.test_client().post(at(draft, "oublier"))
    assert client.get(at(draft, "organisme")).status_code == 200


def test_a_device_is_not_assumed_to_be_ones_own(client: FlaskClient, clock: FixedClock):
    draft = to_reply(client)
    cookie = client.get_cookie(DRAFTS)
    assert cookie is not None
    assert cookie.max_age is None
    clock.moment += timedelta(hours=12)
    assert client.get(at(draft, "recit")).status_code == 404


def test_on_ones_own_device_a_draft_stays_open_for_thirty_days(
    client: FlaskClient, clock: FixedClock
):
    draft = to_reply(client)
    client.post(at(draft, "recit"), data={"recit": STORY, "mon-appareil": "yes"})
    cookie = client.get_cookie(DRAFTS)
    assert cookie is not None
    assert cookie.max_age == 30 * 24 * 3600
    clock.moment += timedelta(days=29)
    page = client.get(at(draft, "recit"))
    assert page.status_code == 200
    assert " checked" in page.text
    client.post(at(draft, "recit"), data={"recit": STORY})
    assert client.get_cookie(DRAFTS).max_age is None  # type: ignore[union-attr]
