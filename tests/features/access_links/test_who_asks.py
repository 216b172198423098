"""Links to drafts that many ask for: the answer tells nothing, and nobody waits for another."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import partial

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.runtime import Runtime
from tests.features.access_links.asking import asked_of, links_in, run
from tests.pages.citizen.journeys import at, begin, to_reply
from tests.support import FixedClock, RecordingMailer, on_both

EMAIL, NOBODY = "odile@exemple.org", "nul@exemple.org"
LOST = "/fr/reprendre/courriel"
ELSEWHERE = "192.0.2."
EVERY = "reprendre(?:/brouillons)?"
"""Where links lead that a writer asked for, and those to all drafts of an address."""


def ask_from(browser: FlaskClient, network: str, email: str = EMAIL) -> int:
    """Ask for links by the address alone; return the status of the answer."""
    answer = browser.post(LOST, data={"courriel": email}, environ_base={"REMOTE_ADDR": network})
    assert answer.location.endswith("/demande")
    return answer.status_code


@pytest.fixture
def draft(client: FlaskClient) -> str:
    """A draft with a story, for an agency."""
    return to_reply(client)


@pytest.fixture
def owner(
    app: Flask,
    client: FlaskClient,
    runtime: Runtime,
    clock: FixedClock,
    mailbox: RecordingMailer,
    draft: str,
) -> FlaskClient:
    """The browser where its writer opened it by a link that was sent to their address."""
    client.post(at(draft, "lien"), data={"courriel": EMAIL})
    run(runtime, clock)
    browser = app.test_client()
    assert browser.post(links_in(mailbox, EVERY)[-1]).status_code == 303
    return browser


def as_for_anybody(page: str) -> str:
    """Return a page without what is another on each page: its keys, its code, the address."""
    own = r'value="[^"]{30,}"|[0-9A-Z]{4}(-[0-9A-Z]{4}){2}'
    return re.sub(own, "…", page).replace(NOBODY, EMAIL)


@on_both
def test_whoever_writes_a_draft_reads_the_same_whatever_left_for_an_address_before(
    app: Flask, client: FlaskClient, runtime: Runtime, clock: FixedClock, owner: FlaskClient
):
    for _ in range(30):
        ask_from(owner, "192.0.2.1")
        run(runtime, clock)
        clock.moment += timedelta(minutes=3)
    answers, statements = [], []
    for email in (EMAIL, NOBODY):
        browser = app.test_client()
        mine = begin(browser)
        asks = partial(browser.post, at(mine, "lien"), data={"courriel": email})
        first = asks()
        page = browser.get(first.location).text
        answers.append((first.status_code, as_for_anybody(page.replace(mine, "DRAFT"))))
        statements.append(asked_of(runtime, asks))
        run(runtime, clock)
    assert answers[0] == answers[1]
    assert statements[0] == statements[1]


def test_it_is_never_told_that_it_was_asked_too_often(app: Flask, owner: FlaskClient):
    stranger = app.test_client()
    assert {ask_from(stranger, "192.0.2.9") for _ in range(12)} == {303}
    mine = begin(stranger)
    for _ in range(12):
        assert stranger.post(at(mine, "lien"), data={"courriel": EMAIL}).status_code == 303


@on_both
def test_a_browser_that_opened_a_link_is_sent_another_beside_any_attacker(
    app: Flask,
    runtime: Runtime,
    clock: FixedClock,
    mailbox: RecordingMailer,
    owner: FlaskClient,
):
    clock.moment += timedelta(hours=1)
    for network in range(24):
        for _ in range(3):
            ask_from(app.test_client(), f"{ELSEWHERE}{network}")
        run(runtime, clock)
        clock.moment += timedelta(minutes=3)
    before = links_in(mailbox, EVERY)
    assert len(before) < 22
    ask_from(owner, "198.51.100.7")
    run(runtime, clock)
    after = links_in(mailbox, EVERY)
    assert len(after) == len(before) + 1
    assert app.test_client().get(after[-1]).status_code == 200


def test_whoever_asks_at_one_place_keeps_nobody_elsewhere_waiting(
    app: Flask,
    client: FlaskClient,
    runtime: Runtime,
    clock: FixedClock,
    mailbox: RecordingMailer,
    draft: str,
):
    client.post(at(draft, "lien"), data={"courriel": EMAIL})
    run(runtime, clock)
    for _ in range(60):
        clock.moment += timedelta(minutes=3)
        ask_from(app.test_client(), "192.0.2.9")
        run(runtime, clock)
    before = len(links_in(mailbox, EVERY))
    assert before <= 7
    ask_from(app.test_client(), "198.51.100.7")
    run(runtime, clock)
    assert len(links_in(mailbox, EVERY)) == before + 1


def test_drafts_of_a_stranger_that_name_the_address_keep_its_owner_from_nothing(
    app: Flask,
    runtime: Runtime,
    clock: FixedClock,
    mailbox: RecordingMailer,
    owner: FlaskClient,
    draft: str,
):
    stranger = app.test_client()
    for _ in range(8):
        stranger.post(at(begin(stranger), "lien"), data={"courriel": EMAIL})
        clock.moment += timedelta(minutes=3)
        run(runtime, clock)
    before = len(links_in(mailbox, EVERY))
    assert owner.post(at(draft, "lien"), data={"courriel": EMAIL}).status_code == 303
    run(runtime, clock)
    assert len(links_in(mailbox, EVERY)) == before + 1


def test_no_mailbox_is_filled_however_many_ask(
    app: Flask,
    client: FlaskClient,
    runtime: Runtime,
    clock: FixedClock,
    mailbox: RecordingMailer,
    draft: str,
):
    client.post(at(draft, "lien"), data={"courriel": EMAIL})
    for network in range(26):
        clock.moment += timedelta(minutes=3)
        ask_from(app.test_client(), f"{ELSEWHERE}{network}")
        run(runtime, clock)
    assert len(links_in(mailbox, EVERY)) == 20


def test_a_form_sent_twice_sends_one_link(
    client: FlaskClient, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer, draft: str
):
    for _ in range(2):
        client.post(at(draft, "lien"), data={"courriel": EMAIL})
    run(runtime, clock)
    assert len(links_in(mailbox, EVERY)) == 1


def test_no_link_leaves_for_an_address_that_was_forgotten_meanwhile(
    client: FlaskClient, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer, draft: str
):
    client.post(at(draft, "lien"), data={"courriel": EMAIL})
    client.post(at(draft, "lien/oublier"))
    run(runtime, clock)
    assert links_in(mailbox, EVERY) == []
