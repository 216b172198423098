"""What somebody tries with links: again, at once, for others, in floods, by watching, in logs."""

from __future__ import annotations

import json
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import StringIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, update

from portal.app import create_app
from portal.domain.actor import PORTAL
from portal.features.access_links.records import AccessLinkRecord, LinkRequestRecord
from portal.logs import configure_logs
from portal.runtime import Runtime
from tests.complaints.cases import kinds, outbox_rows
from tests.features.access_links.asking import EMAIL, LOST, ask, asked_of, kept, links_in, run
from tests.support import FixedClock, RecordingMailer, file, on_both

OTHER = "autre@exemple.org"


@pytest.fixture
def number(runtime: Runtime) -> str:
    """The number of an ordinary complaint."""
    return file(runtime).number


@pytest.fixture
def limited_app(runtime: Runtime) -> Flask:
    """The portal with its limits on floods, as it is installed."""
    runtime.config = runtime.config.model_copy(update={"flood_limits": True})
    made = create_app(runtime)
    made.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    return made


@pytest.fixture
def link(
    client: FlaskClient,
    runtime: Runtime,
    clock: FixedClock,
    mailbox: RecordingMailer,
    number: str,
) -> str:
    """A link that its complainant asked for."""
    ask(client, number)
    run(runtime, clock)
    return links_in(mailbox)[-1]


@on_both
def test_of_two_who_press_at_once_one_opens_the_complaint(
    app: Flask, runtime: Runtime, link: str, number: str
):
    browsers = [app.test_client() for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda browser: browser.post(link).status_code, browsers))
    assert sorted(answers) == [303, 410, 410, 410, 410, 410]
    assert kinds(runtime, number).count("link_used") == 1


def test_a_link_moved_to_another_complaint_or_put_off_opens_nothing(
    app: Flask, runtime: Runtime, clock: FixedClock, link: str
):
    [row] = kept(runtime)
    other = file(runtime, email=OTHER)
    with runtime.transaction(PORTAL) as session:
        session.execute(update(AccessLinkRecord).values(ends_at=row.ends_at + timedelta(days=9)))
    assert app.test_client().post(link).status_code == 410
    with runtime.transaction(PORTAL) as session:
        moved = {"ends_at": row.ends_at, "complaint_id": row.complaint_id + 1}
        session.execute(update(AccessLinkRecord).values(**moved))
    assert app.test_client().post(link).status_code == 410
    assert "link_used" not in kinds(runtime, other.number)


def test_a_row_copied_from_ones_own_complaint_opens_no_other(
    app: Flask, runtime: Runtime, link: str
):
    [row] = kept(runtime)
    file(runtime, email=OTHER)
    copied = {
        "complaint_id": row.complaint_id + 1,
        "means": row.means,
        "key_hash": row.key_hash,
        "made_at": row.made_at,
        "ends_at": row.ends_at,
    }
    with runtime.transaction(PORTAL) as session:
        new = session.execute(insert(AccessLinkRecord).values(**copied)).inserted_primary_key
    key = link.rpartition("/")[2]
    assert new is not None
    assert app.test_client().post(f"/fr/lien/{new[0]}/{key}").status_code == 410


def test_nothing_that_is_kept_is_the_key(runtime: Runtime, link: str):
    key = link.rpartition("/")[2]
    [row] = kept(runtime)
    letter = outbox_rows(runtime)[-1]
    assert key not in row.key_hash
    assert key not in json.dumps(letter.params)


def test_the_answer_is_the_same_to_the_byte_whether_the_complaint_exists(
    app: Flask, runtime: Runtime, number: str
):
    asked = [(number, EMAIL), (number, OTHER), ("2026-009999", EMAIL)]
    answers = []
    for who, email in asked:
        browser = app.test_client()
        answer = ask(browser, who, email)
        page = browser.get(answer.location)
        answers.append((answer.status_code, answer.location, without_tokens(page.text)))
    assert len(set(answers)) == 1


def without_tokens(page: str) -> str:
    return re.sub(r'name="csrf_token"[^>]*', "", page)


@on_both
def test_the_database_is_asked_the_same_whether_the_complaint_exists(
    app: Flask, runtime: Runtime, number: str
):
    browser = app.test_client()
    ask(browser, "2026-008888")
    asked = [(number, EMAIL), (number, OTHER), ("2026-009999", EMAIL)]
    statements = [
        asked_of(runtime, lambda who=who, email=email: ask(browser, who, email))
        for who, email in asked
    ]
    assert statements[0] == statements[1] == statements[2]
    assert len(statements[0]) < 6


def test_a_code_of_a_letter_that_is_tried_asks_the_same_whether_the_complaint_exists(
    app: Flask, runtime: Runtime, number: str
):
    def tried(typed: str) -> list[str]:
        form = {"numero": typed, "code": "ABCD-EFGH-JKMN"}
        return asked_of(runtime, lambda: app.test_client().post("/fr/suivi", data=form))

    assert tried("2026-008888")
    assert tried(number) == tried("2026-009999")


def test_a_flood_fills_no_mailbox(
    app: Flask,
    runtime: Runtime,
    clock: FixedClock,
    mailbox: RecordingMailer,
    number: str,
):
    for minute in range(0, 24 * 60, 5):
        with runtime.transaction(PORTAL) as session:
            content = {"number": number, "means": "email", "said": EMAIL}
            session.add(LinkRequestRecord(asked_at=clock.moment, content=content))
        run(runtime, clock)
        clock.moment += timedelta(minutes=5)
        assert minute >= 60 or len(links_in(mailbox)) <= 3
    assert len(links_in(mailbox)) == 6


def test_a_flood_ends_no_link_that_was_sent(
    app: Flask, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer, number: str
):
    for _ in range(20):
        with runtime.transaction(PORTAL) as session:
            content = {"number": number, "means": "email", "said": EMAIL}
            session.add(LinkRequestRecord(asked_at=clock.moment, content=content))
        run(runtime, clock)
        clock.moment += timedelta(seconds=61)
    assert app.test_client().post(links_in(mailbox)[-1]).status_code == 303


def test_whoever_asks_too_often_is_told_how_long_to_wait_and_nobody_else_waits(
    limited_app: Flask, runtime: Runtime
):
    number = file(runtime).number
    here = limited_app.test_client()
    answers = [ask(here, number).status_code for _ in range(4)]
    assert answers == [303, 303, 303, 429]
    elsewhere = limited_app.test_client()
    said = {"numero": number, "moyen": "email", "courriel": EMAIL}
    from_elsewhere = elsewhere.post(LOST, data=said, environ_base={"REMOTE_ADDR": "192.0.2.7"})
    assert from_elsewhere.status_code == 303
    unknown = limited_app.test_client()
    told = [ask(unknown, "2026-009999").status_code for _ in range(4)]
    assert told == answers


def test_no_log_has_the_link_nor_the_address(
    app: Flask, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer, number: str
):
    lines = StringIO()
    configure_logs("debug", lines)
    browser = app.test_client()
    ask(browser, number)
    run(runtime, clock)
    link = links_in(mailbox)[-1]
    for address in (link, f"{link}x"):
        browser.get(address)
        browser.post(address)
    said = lines.getvalue()
    for secret in (link.rpartition("/")[2], EMAIL):
        assert secret not in said


def test_an_error_on_the_page_of_a_link_is_logged_without_it(
    app: Flask, runtime: Runtime, link: str, monkeypatch: pytest.MonkeyPatch
):
    def failing(*_: object) -> None:
        raise RuntimeError(link)

    lines = StringIO()
    configure_logs("debug", lines)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    monkeypatch.setattr("portal.features.access_links.citizen.use", failing)
    assert app.test_client().post(link).status_code == 500
    assert "RuntimeError" in lines.getvalue()
    assert link.rpartition("/")[2] not in lines.getvalue()


def test_requests_that_nobody_waits_for_are_forgotten(
    runtime: Runtime, clock: FixedClock, monkeypatch: pytest.MonkeyPatch, mailbox: RecordingMailer
):
    number = file(runtime).number

    def failing(*_: object, **__: object) -> int:
        raise RuntimeError

    with runtime.transaction(PORTAL) as session:
        content = {"number": number, "means": "email", "said": EMAIL}
        session.add(LinkRequestRecord(asked_at=clock.moment, content=content))
    with monkeypatch.context() as patch:
        patch.setattr("portal.features.access_links.actions.answer", failing)
        run(runtime, clock)
    clock.moment += timedelta(hours=1)
    run(runtime, clock)
    clock.moment += timedelta(hours=1)
    run(runtime, clock)
    assert len(links_in(mailbox)) <= 1
