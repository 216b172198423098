from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from functools import partial
from typing import Any

import pytest
from sqlalchemy import update

from portal.complaints.handling import casework
from portal.complaints.letters import outbox
from portal.complaints.letters.letters import mail_row
from portal.complaints.letters.outbox import (
    BATCH,
    DELAYS,
    FURTHEST,
    LEASE,
    SentCount,
    due_letters,
    send_due,
)
from portal.complaints.records.message import OutboxRecord
from portal.complaints.records.people import UserRecord
from portal.complaints.work import complaint_by_number
from portal.domain.role import Role
from portal.gateways.mailer import MailDelayedError, MailRefusedError
from portal.runtime import Runtime
from tests.complaints.cases import outbox_rows
from tests.support import TUESDAY, RecordingMailer, add_user, file, officer, on_both
from tests.support.letters import text_of


class FailingMailer:
    """Refuses every letter in the way it is told to."""

    def __init__(self, error: Exception) -> None:
        self.error = error
        self.tries = 0

    def send(self, message: EmailMessage) -> None:
        self.tries += 1
        raise self.error


def post(runtime: Runtime, **changes: Any) -> int:
    """Put a letter into the outbox, about a complaint that caused no other."""
    number = file(runtime, reply_by="none", email="").number
    params = {"number": number, "agency": "parks"}
    row = mail_row("withdrawn", "claire.roy@parcs.example", "fr", params, TUESDAY)
    with runtime.transaction() as session:
        complaint = complaint_by_number(session, number)
        record = OutboxRecord(**{**row, "complaint_id": complaint.id, **changes})
        session.add(record)
        session.flush()
        return record.id


@on_both
def test_a_letter_leaves_once_and_is_kept_as_sent(
    runtime: Runtime, mailbox: RecordingMailer
) -> None:
    file(runtime)
    assert send_due(runtime, TUESDAY) == SentCount(sent=1)
    assert send_due(runtime, TUESDAY + timedelta(days=1)) == SentCount()
    (row,) = outbox_rows(runtime)
    assert (row.done, row.sent_at, row.attempts, row.problem) == (True, TUESDAY, 1, None)
    assert len(mailbox.sent) == 1


def test_the_letter_is_addressed_by_the_agency_and_guarded_against_machines(
    runtime: Runtime, mailbox: RecordingMailer
) -> None:
    number = file(runtime).number
    send_due(runtime, TUESDAY)
    (message,), (row,) = mailbox.sent, outbox_rows(runtime)
    assert message["From"] == '"Plaintes (RDP)" <plaintes@plaintes.example>'
    assert message["To"] == "m.gagnon@exemple.org"
    assert message["Reply-To"] == "plaintes@plaintes.example"
    assert message["Message-ID"] == f"<{row.message_id}@plaintes.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["X-Auto-Response-Suppress"] == "All"
    assert number in message["Subject"]
    assert message.get_content_type() == "multipart/alternative"


def test_an_acknowledgement_carries_the_dates_but_nothing_of_the_complainant(
    runtime: Runtime, mailbox: RecordingMailer
) -> None:
    receipt = file(runtime, story="Ma voisine Odile a tout vu.", name="Michel Gagnon")
    send_due(runtime, TUESDAY)
    whole = "".join(
        str(part.get_content()) for part in mailbox.sent[0].walk() if not part.is_multipart()
    )
    assert "22\xa0décembre\xa02026" in whole
    for private in ("Odile", "Gagnon", receipt.code):
        assert private not in whole


def test_a_letter_is_in_the_language_that_the_complainant_chose(
    runtime: Runtime, mailbox: RecordingMailer
) -> None:
    number = file(runtime, reply_language="en").number
    send_due(runtime, TUESDAY)
    assert mailbox.sent[0]["Content-Language"] == "en-CA"
    assert mailbox.sent[0]["From"] == '"Complaints (RDP)" <plaintes@plaintes.example>'
    assert f"/en/follow/{number}" in text_of(mailbox.sent[0])


@pytest.mark.parametrize("opted_in", [True, False])
def test_the_answer_itself_is_sent_only_to_whoever_asked_for_it(
    runtime: Runtime, mailbox: RecordingMailer, opted_in: bool
) -> None:
    stranger = file(runtime, full_answer_by_email=True).number
    number = file(runtime, full_answer_by_email=opted_in).number
    for one, body in ((number, "Le sentier est ouvert."), (stranger, "Rien pour vous.")):
        runtime.change(officer(), one, partial(casework.answer, body=body))
    send_due(runtime, TUESDAY)
    (answer,) = [m for m in mailbox.sent if f"{number} : votre réponse" in plain(m["Subject"])]
    assert ("Le sentier est ouvert." in text_of(answer)) is opted_in
    assert "Rien pour vous." not in text_of(answer)
    assert "Ombudsman des exemples" in text_of(answer)


def plain(words: str) -> str:
    return words.replace("\N{NO-BREAK SPACE}", " ")


@on_both
def test_a_delayed_letter_waits_longer_each_time_and_is_given_up_after_ten_tries(
    runtime: Runtime,
) -> None:
    post(runtime)
    failing = FailingMailer(MailDelayedError("the mail server answered 451"))
    runtime.mailer = failing
    now, waits = TUESDAY, []
    while not outbox_rows(runtime)[0].done:
        send_due(runtime, now)
        waits.append(outbox_rows(runtime)[0].not_before - now)
        now += waits[-1]
    (row,) = outbox_rows(runtime)
    assert tuple(waits[:-1]) == DELAYS
    assert failing.tries == row.attempts == 10
    assert row.failed_at is not None
    assert (row.sent_at, row.problem) == (None, "the mail server answered 451")


def test_a_delayed_letter_is_not_tried_before_its_time(
    runtime: Runtime, mailbox: RecordingMailer
) -> None:
    post(runtime)
    runtime.mailer = FailingMailer(MailDelayedError("the mail server answered 451"))
    assert send_due(runtime, TUESDAY) == SentCount(delayed=1)
    runtime.mailer = mailbox
    assert send_due(runtime, TUESDAY + DELAYS[0] - timedelta(seconds=1)) == SentCount()
    assert send_due(runtime, TUESDAY + DELAYS[0]) == SentCount(sent=1)
    assert outbox_rows(runtime)[0].problem is None


def test_a_refused_letter_is_given_up_at_once(runtime: Runtime) -> None:
    post(runtime)
    runtime.mailer = FailingMailer(MailRefusedError("the mail server answered 550"))
    assert send_due(runtime, TUESDAY) == SentCount(failed=1)
    (row,) = outbox_rows(runtime)
    assert (row.done, row.failed_at, row.sent_at) == (True, TUESDAY, None)


@pytest.mark.parametrize("recipient", ["", "michel", "a@b@c", "m@exemple.org\nBcc: x@y.org", None])
def test_what_is_not_an_address_is_given_up_without_being_quoted(
    runtime: Runtime, mailbox: RecordingMailer, recipient: str | None
) -> None:
    post(runtime, recipient=recipient)
    assert send_due(runtime, TUESDAY) == SentCount(failed=1)
    assert outbox_rows(runtime)[0].problem == "the address is not an e-mail address"
    assert mailbox.sent == []


def test_a_letter_that_cannot_be_worded_does_not_hold_back_the_others(
    runtime: Runtime, mailbox: RecordingMailer
) -> None:
    post(runtime, template="of another version")
    post(runtime)
    assert send_due(runtime, TUESDAY) == SentCount(sent=1, delayed=1)
    assert outbox_rows(runtime)[0].problem == "could not be written: KeyError"
    assert len(mailbox.sent) == 1


def test_an_unforeseen_error_is_noted_by_its_kind_alone(runtime: Runtime) -> None:
    post(runtime)
    runtime.mailer = FailingMailer(RuntimeError("m.gagnon@exemple.org"))
    assert send_due(runtime, TUESDAY) == SentCount(delayed=1)
    assert outbox_rows(runtime)[0].problem == "could not be written: RuntimeError"


@on_both
def test_a_crash_before_the_mark_sends_the_same_letter_once_more(
    runtime: Runtime, mailbox: RecordingMailer
) -> None:
    post(runtime)

    class Crash(BaseException):
        """Stands for the end of the process."""

    class CrashingMailer(RecordingMailer):
        def send(self, message: EmailMessage) -> None:
            mailbox.send(message)
            raise Crash

    runtime.mailer = CrashingMailer()
    with pytest.raises(Crash):
        send_due(runtime, TUESDAY)
    runtime.mailer = mailbox
    assert send_due(runtime, TUESDAY + LEASE - timedelta(seconds=1)) == SentCount()
    assert send_due(runtime, TUESDAY + LEASE) == SentCount(sent=1)
    assert send_due(runtime, TUESDAY + 2 * LEASE) == SentCount()
    first, second = mailbox.sent
    assert first["Message-ID"] == second["Message-ID"]
    assert first["Date"] == second["Date"]


def test_letters_of_a_killed_worker_wait_for_a_minute_at_most():
    assert timedelta(minutes=1) >= LEASE


class SlowMailer(RecordingMailer):
    """A mailer by which each letter takes a while, in which something else happens."""

    def __init__(self, meanwhile: Callable[[], object]) -> None:
        super().__init__()
        self.meanwhile = meanwhile

    def send(self, message: EmailMessage) -> None:
        super().send(message)
        self.meanwhile()


@on_both
def test_a_worker_that_takes_long_keeps_its_letters(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = [0.0]
    monkeypatch.setattr(outbox.time, "monotonic", lambda: moment[0])
    for _ in range(3):
        file(runtime)
    others = RecordingMailer()

    def a_while_passes() -> None:
        moment[0] += 45
        slow, runtime.mailer = runtime.mailer, others
        send_due(runtime, TUESDAY + timedelta(seconds=moment[0]))
        runtime.mailer = slow

    runtime.mailer = slow = SlowMailer(a_while_passes)
    assert send_due(runtime, TUESDAY) == SentCount(sent=3)
    assert (len(slow.sent), others.sent) == (3, [])


@on_both
def test_a_worker_that_lost_its_letters_to_another_sends_none_of_them(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = [0.0]
    monkeypatch.setattr(outbox.time, "monotonic", lambda: moment[0])
    for _ in range(3):
        file(runtime)
    others = RecordingMailer()

    def it_stood_still() -> None:
        moment[0] += 3600
        slow, runtime.mailer = runtime.mailer, others
        send_due(runtime, TUESDAY + timedelta(hours=1))
        runtime.mailer = slow

    runtime.mailer = slow = SlowMailer(it_stood_still)
    assert send_due(runtime, TUESDAY) == SentCount(sent=1)
    # The one in whose midst it stood still went twice, under one Message-ID.
    assert (len(slow.sent), len(others.sent)) == (1, 3)


@on_both
def test_two_workers_never_take_the_same_letter(runtime: Runtime) -> None:
    wanted = {post(runtime) for _ in range(6)}
    with runtime.transaction() as session:
        first = due_letters(session, TUESDAY, at_most=3)
    with runtime.transaction() as session:
        second = due_letters(session, TUESDAY)
    assert set(first) | set(second) == wanted
    assert not set(first) & set(second)


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_a_worker_steps_over_letters_that_another_is_taking(runtime: Runtime) -> None:
    wanted = {post(runtime) for _ in range(4)}
    with runtime.transaction() as one, runtime.transaction() as other:
        first = due_letters(one, TUESDAY, at_most=2)
        second = due_letters(other, TUESDAY)
    assert set(first) | set(second) == wanted
    assert not set(first) & set(second)


def test_a_letter_that_left_meanwhile_is_not_marked_as_failed(runtime: Runtime) -> None:
    letter = post(runtime)

    class SlowMailer:
        """Fails late: meanwhile another worker took the letter over and sent it."""

        def send(self, message: EmailMessage) -> None:
            with runtime.transaction() as session:
                sent = update(OutboxRecord).where(OutboxRecord.id == letter)
                session.execute(sent.values(done=True, sent_at=TUESDAY))
            raise MailDelayedError("the mail server answered 421")

    runtime.mailer = SlowMailer()
    send_due(runtime, TUESDAY)
    (row,) = outbox_rows(runtime)
    assert (row.done, row.sent_at, row.problem) == (True, TUESDAY, None)


def test_a_full_batch_tells_that_more_may_be_waiting(
    runtime: Runtime, mailbox: RecordingMailer
) -> None:
    for _ in range(BATCH + 1):
        post(runtime)
    assert send_due(runtime, TUESDAY).is_full
    assert send_due(runtime, TUESDAY) == SentCount(sent=1)


def test_staff_are_written_to_in_their_own_language(
    runtime: Runtime, mailbox: RecordingMailer
) -> None:
    user_id = add_user(runtime, "ann@parks.example")
    with runtime.transaction() as session:
        session.get_one(UserRecord, user_id).language = "en"
    number = file(runtime, reply_by="none", email="").number
    runtime.change(officer(role=Role.HEAD), number, partial(casework.assign, user_id=user_id))
    send_due(runtime, TUESDAY)
    (message,) = mailbox.sent
    assert message["To"] == "ann@parks.example"
    assert plain(message["Subject"]) == f"Complaint {number}: it is assigned to you"
    assert f"/en/office/parks/complaints/{number}" in text_of(message)


@on_both
def test_a_letter_leased_by_a_clock_that_ran_ahead_is_sent_once_it_was_set_back(
    runtime: Runtime, mailbox: RecordingMailer
) -> None:
    post(runtime)
    with runtime.transaction() as session:
        # The worker died with the letter in its hands, a year too early.
        assert len(due_letters(session, TUESDAY + timedelta(days=365))) == 1
    assert send_due(runtime, TUESDAY) == SentCount(sent=1)
    assert send_due(runtime, TUESDAY + timedelta(days=365)) == SentCount()
    assert len(mailbox.sent) == 1


def test_a_letter_that_waits_for_its_last_try_is_not_taken_for_one_of_the_future(
    runtime: Runtime,
) -> None:
    post(runtime, not_before=TUESDAY + FURTHEST)
    assert send_due(runtime, TUESDAY) == SentCount()
    assert send_due(runtime, TUESDAY + FURTHEST) == SentCount(sent=1)
