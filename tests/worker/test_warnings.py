"""Whoever is answerable is warned before a date passes: of each mark once, in the morning."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, select

from portal.complaints.dates import extending
from portal.complaints.dates.answer_dates import complete_file
from portal.complaints.handling import casework
from portal.complaints.letters.digests import tell_staff
from portal.complaints.letters.outbox import send_due
from portal.complaints.records.message import NoticeRecord
from portal.domain.actor import PORTAL
from portal.domain.conclusion import Finding, IssueFinding
from portal.domain.role import Role
from portal.domain.time.promise import Allowance
from portal.runtime import Runtime
from portal.worker import warnings
from portal.worker.warnings import Warner
from tests.complaints.cases import act, issues, kinds, letters, member, templates
from tests.complaints.cases import clocks as clocks_of
from tests.complaints.dates.other_rules import WITH_OWN, WITH_WAIT
from tests.releases.publishing import publish
from tests.support import FixedClock, RecordingMailer, add_user, file, on_both
from tests.worker.warned import (
    THE_EVENING_OF_HALF,
    THE_LAST_EVENING,
    THE_MORNING_AFTER_80,
    THE_MORNING_AFTER_HALF,
    filed,
    in_charge,
    notices,
    warned,
)


@pytest.fixture
def number(runtime: Runtime) -> str:
    """A complaint that somebody has taken in charge, so that only its answer is owed."""
    return in_charge(runtime, 1)[0]


@on_both
def test_each_mark_is_warned_of_once_on_the_morning_after_it(
    runtime: Runtime, number: str, mailbox: RecordingMailer
) -> None:
    head = member(runtime, Role.HEAD, post=None)
    before = kinds(runtime, number)
    assert warned(runtime, THE_EVENING_OF_HALF) == []
    assert warned(runtime, THE_MORNING_AFTER_HALF - timedelta(seconds=1)) == []
    assert warned(runtime, THE_MORNING_AFTER_HALF) == [50]
    assert warned(runtime, THE_MORNING_AFTER_HALF) == [50]
    assert tell_staff(runtime, THE_MORNING_AFTER_HALF) == 1
    assert warned(runtime, THE_MORNING_AFTER_80) == [80]
    assert tell_staff(runtime, THE_MORNING_AFTER_80) == 1
    assert warned(runtime, THE_LAST_EVENING) == []
    assert letters(runtime, number) == [("warning", head.name)] * 2
    send_due(runtime, THE_LAST_EVENING)
    subject = mailbox.sent[0]["Subject"].replace("\N{NO-BREAK SPACE}", " ")
    assert subject == f"Plainte {number} : échéance le 22 décembre"
    # A warning changes nothing about the complaint: nobody's page is out of date by it.
    assert kinds(runtime, number) == before


def test_a_clock_past_several_marks_gives_one_warning_the_highest(
    runtime: Runtime, number: str
) -> None:
    member(runtime, Role.HEAD, post=None)
    assert warned(runtime, THE_LAST_EVENING) == [80]


@on_both
def test_any_number_of_workers_warn_once(runtime: Runtime) -> None:
    member(runtime, Role.HEAD, post=None)
    in_charge(runtime, 30)
    with ThreadPoolExecutor(4) as pool:
        counts = list(pool.map(lambda _: Warner(runtime).warn(THE_MORNING_AFTER_HALF), range(4)))
    assert sum(counts) == len(notices(runtime)) == 30


@on_both
def test_a_warning_undone_by_a_crash_is_given_by_the_next_run(
    runtime: Runtime, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    member(runtime, Role.HEAD, post=None)
    warn = warnings.warn

    def fail_afterwards(*asked: Any, **told: Any) -> bool:
        warn(*asked, **told)
        raise RuntimeError("the machine stopped")

    warner = Warner(runtime)
    with monkeypatch.context() as patched:
        patched.setattr(warnings, "warn", fail_afterwards)
        assert warner.warn(THE_MORNING_AFTER_HALF) == 0
    assert notices(runtime) == []
    assert warner.warn(THE_MORNING_AFTER_HALF) == 1
    assert warner.warn(THE_MORNING_AFTER_HALF) == 0


def test_what_was_answered_is_warned_of_only_to_be_closed(runtime: Runtime, number: str) -> None:
    member(runtime, Role.HEAD, post=None)
    act(runtime, number, casework.answer, body="Il est rouvert.")
    assert warned(runtime, THE_MORNING_AFTER_80) == [80]
    with runtime.reading(PORTAL) as session:
        assert [one.params["clock"] for one in session.scalars(select(NoticeRecord))] == ["closing"]


def test_what_was_closed_gives_none(runtime: Runtime, number: str) -> None:
    member(runtime, Role.HEAD, post=None)
    act(runtime, number, casework.answer, body="Il est rouvert.")
    found = IssueFinding(issues(runtime, number)[0].id, Finding.FOUNDED, "Retard.")
    act(runtime, number, casework.close, findings=(found,))
    assert warned(runtime, THE_MORNING_AFTER_80) == []


def test_a_date_that_passed_is_not_warned_of(runtime: Runtime, number: str) -> None:
    member(runtime, Role.HEAD, post=None)
    assert warned(runtime, THE_MORNING_AFTER_80 + timedelta(days=30)) == []


def test_the_first_contact_is_warned_of_too_and_silence_is_not(
    runtime: Runtime, clock: FixedClock
) -> None:
    member(runtime, Role.HEAD, "water", None)
    number = file(runtime, "water", reply_by="none", email="").number
    assert {one.kind for one in clocks_of(runtime, number)} >= {"silence", "answer"}
    assert warned(runtime, clock.moment + timedelta(days=2)) == [80]
    act(runtime, number, casework.record_first_contact)
    tell_staff(runtime, clock.moment + timedelta(days=2))
    assert warned(runtime, clock.moment + timedelta(days=9)) == [50]


def test_a_category_with_days_of_its_own_has_its_marks_by_them(runtime: Runtime) -> None:
    publish(runtime, WITH_OWN, moving=False)
    member(runtime, Role.HEAD, post=None)
    for category in ("trail", "welcome"):
        act(runtime, filed(runtime, category), casework.record_first_contact)
    # On its own days, of which three are closed, the tenth is Friday 11 December.
    assert warned(runtime, THE_MORNING_AFTER_HALF) == [50]
    assert warned(runtime, datetime(2026, 12, 11, 13, 30, tzinfo=UTC)) == [50]
    assert warned(runtime, datetime(2026, 12, 14, 13, 30, tzinfo=UTC)) == [50, 50]


def test_nobody_is_warned_while_a_file_waits_for_its_complainant(
    runtime: Runtime, clock: FixedClock
) -> None:
    publish(runtime, WITH_WAIT, moving=False)
    member(runtime, Role.HEAD, post=None)
    number = filed(runtime)
    act(runtime, number, casework.record_first_contact)
    the_last_morning_of_the_wait = datetime(2026, 12, 1, 13, 30, tzinfo=UTC)
    assert warned(runtime, the_last_morning_of_the_wait) == []
    clock.moment = the_last_morning_of_the_wait
    act(runtime, number, complete_file)
    # Ten working days from 1 December: the fifth is the 8th.
    assert warned(runtime, THE_EVENING_OF_HALF) == []
    assert warned(runtime, THE_MORNING_AFTER_HALF) == [50]


def test_an_extension_moves_the_marks_and_a_mark_ahead_again_is_warned_of_again(
    runtime: Runtime, number: str, clock: FixedClock
) -> None:
    member(runtime, Role.HEAD, post=None)
    assert warned(runtime, THE_MORNING_AFTER_80) == [80]
    tell_staff(runtime, THE_MORNING_AFTER_80)
    clock.moment = THE_MORNING_AFTER_80
    ten_days = Allowance.parse("10 working days")
    act(runtime, number, extending.extend_answer, by=ten_days, reason="Une expertise.")
    # Of 30 days, the 24th: after New Year.
    told = {
        day: warned(runtime, THE_MORNING_AFTER_80 + timedelta(days=day)) for day in range(1, 25)
    }
    first = next(day for day, shares in told.items() if shares)
    assert told[first] == [80]
    assert (THE_MORNING_AFTER_80 + timedelta(days=first)).date().isoformat() == "2027-01-06"


def test_the_named_holder_is_warned(runtime: Runtime, number: str) -> None:
    """Its assignee, else whoever holds its post, else the head, else the administrators."""
    administrator = member(runtime, Role.ADMINISTRATOR, post=None)
    stranger = member(runtime, Role.HEAD, "water", None)
    steps: list[tuple[str, str]] = []

    def next_step() -> None:
        with runtime.transaction() as session:
            for row in session.scalars(select(NoticeRecord)):
                session.delete(row)
        [clock] = clocks_of(runtime, number, "answer")
        with runtime.transaction() as session:
            stored = session.merge(clock)
            stored.warned, stored.warn_at = 0, None
        Warner(runtime).warn(THE_MORNING_AFTER_HALF)
        steps.extend((kind, email) for kind, email, _ in notices(runtime))

    next_step()
    head = member(runtime, Role.HEAD, post=None)
    next_step()
    office = member(runtime, Role.OFFICER, post="office")
    next_step()
    claire = add_user(runtime, "claire@exemple.org", Role.OFFICER, post=None)
    act(runtime, number, casework.assign, user_id=claire)
    next_step()
    assert steps == [
        ("nobody_in_charge", administrator.name),
        ("warning", head.name),
        ("warning", office.name),
        ("warning", "claire@exemple.org"),
    ]
    assert stranger.name not in dict(steps).values()


def test_where_nobody_can_be_told_the_next_opening_tries_again(
    runtime: Runtime, number: str
) -> None:
    assert warned(runtime, THE_MORNING_AFTER_HALF) == []
    member(runtime, Role.HEAD, post=None)
    assert warned(runtime, THE_MORNING_AFTER_HALF + timedelta(days=1)) == [50]


def test_an_administrator_of_the_portal_is_told_where_the_agency_has_none(
    runtime: Runtime, number: str
) -> None:
    add_user(runtime, "root@exemple.org", Role.ADMINISTRATOR, None, None)
    Warner(runtime).warn(THE_MORNING_AFTER_HALF)
    assert notices(runtime) == [("nobody_in_charge", "root@exemple.org", None)]


def test_warnings_leave_once_a_day_after_the_agency_has_opened(
    runtime: Runtime, number: str
) -> None:
    member(runtime, Role.HEAD, post=None)
    in_charge(runtime, 1)
    monday = datetime(2026, 12, 14, 13, 30, tzinfo=UTC)
    assert warned(runtime, monday) == [50, 50]
    sunday_before = monday - timedelta(days=1)
    assert tell_staff(runtime, sunday_before) == 0
    assert tell_staff(runtime, monday - timedelta(minutes=1)) == 0
    assert tell_staff(runtime, monday) == 1
    assert templates(runtime)[-1] == "digest"
    # A second heap on the same day waits for tomorrow.
    in_charge(runtime, 1)
    assert len(warned(runtime, monday + timedelta(hours=2))) == 1
    assert tell_staff(runtime, monday + timedelta(hours=2)) == 0
    assert tell_staff(runtime, monday + timedelta(days=1)) == 1


def test_filing_says_nothing_about_warnings(runtime: Runtime) -> None:
    statements: list[str] = []
    event.listen(
        runtime.database.writer,
        "before_cursor_execute",
        lambda _, __, statement, *___: statements.append(statement),
    )
    file(runtime)
    assert sum("INTO clock" in statement for statement in statements) == 1
    assert not any("warn" in statement or "notice" in statement for statement in statements)
