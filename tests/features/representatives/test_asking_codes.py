"""Codes to take a complaint over that many ask for: none ends another, and asking tells nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from portal.app import create_app
from portal.domain.actor import PORTAL
from portal.features.representatives.actions_ending import Reached, invite
from portal.features.representatives.records import TakeoverCodeRecord, TakeoverRequestRecord
from portal.features.representatives.rules import (
    ASKED_AT_ONCE,
    ASKED_CODE_LASTS,
    may_another_code_leave,
)
from portal.runtime import Runtime
from tests.complaints.cases import act, history_holds, kinds
from tests.features.representatives.represented import (
    MOTHER,
    codes_sent,
    filed_for,
    take_over,
    verified,
    worked,
)
from tests.pages.office.people import words
from tests.support import FixedClock, RecordingMailer, officer, on_both
from tests.support.statements import sent_by

PAGE = "/fr/reprendre-ma-plainte"
BY_EMAIL = "/fr/reprendre-ma-plainte/courriel"
UNKNOWN = "2026-009999"


def ask(app: Flask, number: str, email: str = MOTHER, page: str = BY_EMAIL) -> int:
    form = {"numero": number, "courriel-connu": email}
    return app.test_client().post(page, data=form).status_code


def opens(app: Flask, number: str, code: str) -> bool:
    """Tell whether a code leads on, in a browser that never saw it."""
    form = {"numero": number, "code-unique": code}
    return app.test_client().post(PAGE, data=form).status_code == 303


@pytest.fixture
def number(runtime: Runtime) -> str:
    """The number of a complaint whose person somebody of the agency verified, and wrote to."""
    made = filed_for(runtime).number
    verified(runtime, made)
    return made


def asked_on(clock: FixedClock, app: Flask, runtime: Runtime, number: str, times: int) -> None:
    for _ in range(times):
        clock.moment += timedelta(minutes=11)
        ask(app, number)
        worked(runtime, clock)


@on_both
def test_whoever_asks_again_and_again_ends_no_code_that_was_sent(
    app: Flask, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer
):
    number = filed_for(runtime).number
    verified(runtime, number)
    worked(runtime, clock)
    asked_on(clock, app, runtime, number, 4)
    sent = codes_sent(mailbox)
    assert len(set(sent)) == 5
    assert all(opens(app, number, code) for code in sent)
    assert take_over(app.test_client(), number, sent[1])
    assert not any(opens(app, number, code) for code in sent)
    assert history_holds(runtime)


def test_few_are_good_at_once_and_the_mailbox_holds_one_whenever_none_leaves(
    app: Flask, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer, number: str
):
    for _ in range(60):
        before = len(codes_sent(mailbox))
        asked_on(clock, app, runtime, number, 1)
        sent = codes_sent(mailbox)
        if len(sent) == before:
            assert any(opens(app, number, code) for code in sent[-ASKED_AT_ONCE:])
    assert len(codes_sent(mailbox)) <= 1 + ASKED_AT_ONCE


def test_a_code_that_was_asked_for_says_its_day_and_ends(
    app: Flask, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer, number: str
):
    asked_on(clock, app, runtime, number, 1)
    by_agency, asked_for = codes_sent(mailbox)
    clock.moment += ASKED_CODE_LASTS
    assert opens(app, number, by_agency)
    assert not opens(app, number, asked_for)


def test_once_another_address_is_verified_what_went_to_the_first_opens_nothing(
    app: Flask, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer, number: str
):
    worked(runtime, clock)
    elsewhere = Reached("rita.ailleurs@exemple.org", "", "Vue au comptoir.")
    act(runtime, number, invite, officer(), reached=elsewhere)
    assert not any(opens(app, number, code) for code in codes_sent(mailbox))


def test_tries_at_several_codes_are_counted_together(
    limited_app: Flask, runtime: Runtime, clock: FixedClock, number: str
):
    asked_on(clock, limited_app, runtime, number, 3)
    browser, statuses = limited_app.test_client(), []
    for _ in range(11):
        form = {"numero": number, "code-unique": "AAAA-BBBB-CCCC"}
        statuses.append(browser.post(PAGE, data=form).status_code)
    assert statuses == [422] * 10 + [429]


@pytest.fixture
def limited_app(runtime: Runtime) -> Flask:
    """The portal with its limits on floods, as it is installed."""
    runtime.config = runtime.config.model_copy(update={"flood_limits": True})
    made = create_app(runtime)
    made.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    return made


_AGES = st.lists(st.integers(0, 3 * 24 * 60), max_size=12)


@given(_AGES)
def test_none_leaves_only_where_one_that_was_asked_for_is_still_good(minutes: Sequence[int]):
    now = datetime(2026, 11, 20, 12, tzinfo=UTC)
    made = [now - timedelta(minutes=age) for age in minutes]
    good = [at for at in made if now - at < ASKED_CODE_LASTS]
    if not may_another_code_leave(made, now):
        assert good
    assert len(good) < ASKED_AT_ONCE or not may_another_code_leave(made, now)


# What asking tells.


@on_both
@pytest.mark.parametrize("page", [BY_EMAIL, "/en/take-over-my-complaint/email"])
def test_the_database_is_asked_the_same_whether_the_address_is_known(
    app: Flask, runtime: Runtime, page: str
):
    number = filed_for(runtime).number
    verified(runtime, number)
    ask(app, "2026-008888", page=page)
    asked = [(number, MOTHER), (number, "fraude@exemple.org"), (UNKNOWN, MOTHER)]
    statements = [
        [
            sent
            for sent in sent_by(runtime, lambda of=one, to=email: ask(app, of, to, page))
            if "agency_release" not in sent
        ]
        for one, email in asked
    ]
    assert statements[0] == statements[1] == statements[2]
    assert 0 < len(statements[0]) < 6


@on_both
def test_the_same_is_written_whether_the_address_is_known(app: Flask, runtime: Runtime):
    number = filed_for(runtime).number
    verified(runtime, number)
    happened = kinds(runtime, number)
    for one, email in ((number, MOTHER), (number, "pas@exemple.org"), (UNKNOWN, MOTHER)):
        ask(app, one, email)
    assert len(requests(runtime)) == 3
    assert kinds(runtime, number) == happened
    with runtime.reading(PORTAL) as session:
        assert session.query(TakeoverCodeRecord).count() == 1


def test_the_page_is_the_same_to_the_byte_whether_the_address_is_known(
    app: Flask, runtime: Runtime, number: str
):
    pages = []
    for email in (MOTHER, "fraude@exemple.org"):
        form = {"numero": number, "courriel-connu": email}
        answer = app.test_client().post(BY_EMAIL, data=form, follow_redirects=True)
        pages.append(re.sub(r'name="csrf_token"[^>]*', "", answer.text))
    assert pages[0] == pages[1]
    assert "un code y part" in words(pages[0])


@on_both
def test_each_request_is_answered_once_and_gone(
    app: Flask, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer
):
    number = filed_for(runtime).number
    verified(runtime, number)
    clock.moment += timedelta(minutes=11)
    for one, email in ((number, MOTHER), (number, "pas@exemple.org"), (UNKNOWN, MOTHER)):
        ask(app, one, email)
    worked(runtime, clock)
    assert requests(runtime) == []
    assert len(codes_sent(mailbox)) == 2
    worked(runtime, clock)
    assert len(codes_sent(mailbox)) == 2


def test_what_cannot_be_answered_is_forgotten(
    app: Flask, runtime: Runtime, clock: FixedClock, number: str, monkeypatch: pytest.MonkeyPatch
):
    def failing(*_: object, **__: object) -> int:
        raise RuntimeError

    monkeypatch.setattr("portal.features.representatives.actions_taking.ask_code", failing)
    ask(app, number)
    worked(runtime, clock)
    assert len(requests(runtime)) == 1
    clock.moment += timedelta(hours=1)
    worked(runtime, clock)
    assert requests(runtime) == []


def requests(runtime: Runtime) -> list[TakeoverRequestRecord]:
    with runtime.reading(PORTAL) as session:
        return list(session.query(TakeoverRequestRecord))
