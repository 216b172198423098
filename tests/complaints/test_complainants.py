"""What a complainant does with a number and a code."""

from __future__ import annotations

import pytest

from portal.complaints.handling import casework, following
from portal.complaints.handling.filing import Receipt
from portal.complaints.letters.outbox import send_due
from portal.complaints.queries.access_codes import complaint_opened_by
from portal.complaints.records.complaint import PersonRecord
from portal.domain.actor import PORTAL, Actor, complainant
from portal.domain.complaint import ReplyBy, Status
from portal.domain.errors import TransitionNotAllowedError, UnknownComplaintError
from portal.domain.number import written_code
from portal.runtime import Runtime
from tests.complaints.cases import (
    act,
    clocks,
    complaint,
    history,
    history_holds,
    kinds,
    letters,
    member,
    messages,
    status,
    templates,
    told,
)
from tests.support import TUESDAY, RecordingMailer, file, on_both


def owner(runtime: Runtime, receipt: Receipt) -> Actor:
    with runtime.reading(PORTAL) as session:
        return complainant(
            complaint_opened_by(session, runtime.keyring, receipt.number, receipt.code)[0]
        )


def write(
    runtime: Runtime, receipt: Receipt, body: str = "Voici.", once: str | None = None
) -> None:
    who = owner(runtime, receipt)
    act(runtime, receipt.number, following.write_message, who, body=body, once=once)


@on_both
def test_a_number_and_its_code_open_the_complaint_however_they_are_typed(runtime: Runtime):
    file(runtime)
    receipt = file(runtime)
    typed = f" {receipt.number.replace('-', ' – ')} ", written_code(receipt.code).lower()
    with runtime.reading(PORTAL) as session:
        found = complaint_opened_by(session, runtime.keyring, *typed)
    assert found == (2, receipt.number)


@on_both
def test_anything_else_opens_nothing_and_does_not_say_what_was_wrong(runtime: Runtime):
    receipt, another = file(runtime), file(runtime)
    wrong = [
        (receipt.number, another.code),
        ("2026-999999", receipt.code),
        (receipt.number, ""),
        ("", ""),
        ("not a number", receipt.code),
    ]
    said = set()
    for number, code in wrong:
        with runtime.reading(PORTAL) as session, pytest.raises(UnknownComplaintError) as raised:
            complaint_opened_by(session, runtime.keyring, number, code)
        said.add(str(raised.value))
    assert len(said) == 1


@on_both
def test_a_message_sent_twice_is_kept_once(runtime: Runtime):
    receipt = file(runtime)
    for _ in range(2):
        write(runtime, receipt, "Voici une photo.", once="token")
    # Back in the browser gives the same words again, in a form of another mark.
    write(runtime, receipt, "Voici une photo.", once="another")
    write(runtime, receipt, "Voici une autre photo.", once="a third")
    bodies = [one.body for one in messages(runtime, receipt.number)]
    assert sorted(bodies) == ["Voici une autre photo.", "Voici une photo."]
    assert kinds(runtime, receipt.number)[2:] == ["message_received"] * 2


@on_both
def test_a_reply_ends_the_wait_and_tells_whoever_handles_it(runtime: Runtime):
    claire = member(runtime)
    receipt = file(runtime)
    act(runtime, receipt.number, casework.ask_complainant, claire, body="Quel sentier?")
    assert status(runtime, receipt.number) is Status.WAITING
    write(runtime, receipt, "Celui du nord.")
    assert status(runtime, receipt.number) is Status.UNDER_REVIEW
    assert told(runtime, receipt.number)[-1] == ("new_message", claire.name)
    assert history_holds(runtime)


def test_a_message_moves_no_clock_and_no_other_status(runtime: Runtime):
    receipt = file(runtime)
    before = [(one.kind, one.due_at, one.pending) for one in clocks(runtime, receipt.number)]
    write(runtime, receipt)
    after = [(one.kind, one.due_at, one.pending) for one in clocks(runtime, receipt.number)]
    assert after == before
    assert status(runtime, receipt.number) is Status.RECEIVED


def test_a_message_to_a_closed_complaint_does_not_reopen_it(runtime: Runtime):
    receipt = file(runtime)
    act(runtime, receipt.number, following.withdraw, owner(runtime, receipt))
    write(runtime, receipt, "Finalement…")
    assert status(runtime, receipt.number) is Status.WITHDRAWN
    assert not complaint(runtime, receipt.number).is_open


@on_both
def test_withdrawing_ends_the_complaint_and_every_clock(runtime: Runtime):
    claire = member(runtime)
    receipt = file(runtime)
    act(runtime, receipt.number, following.withdraw, owner(runtime, receipt))
    ended = complaint(runtime, receipt.number)
    assert (ended.status, ended.is_open, ended.due_at) == ("withdrawn", False, None)
    assert ended.closed_at == TUESDAY
    assert not any(one.pending for one in clocks(runtime, receipt.number))
    assert templates(runtime)[1:] == ["withdrawn", "withdrawn_staff"]
    assert letters(runtime)[-1][1] == claire.name


def test_an_answered_complaint_is_not_withdrawn(runtime: Runtime):
    receipt = file(runtime)
    act(runtime, receipt.number, casework.answer, body="Il est rouvert.")
    with pytest.raises(TransitionNotAllowedError):
        act(runtime, receipt.number, following.withdraw, owner(runtime, receipt))


@on_both
def test_a_change_of_contact_is_told_but_not_to_what(runtime: Runtime):
    receipt = file(runtime)
    act(
        runtime,
        receipt.number,
        following.change_contact,
        owner(runtime, receipt),
        reply_by=ReplyBy.EMAIL,
        email="Nouveau@exemple.org",
        phone="",
        address="",
    )
    with runtime.reading(PORTAL) as session:
        person = session.get_one(PersonRecord, 1)
    assert (person.email, person.phone) == ("Nouveau@exemple.org", None)
    assert person.email_hash == runtime.keyring.hashed("nouveau@exemple.org", "email")
    assert history(runtime, receipt.number)[-1].kind == "contact_changed"
    assert history(runtime, receipt.number)[-1].facts == {}
    assert letters(runtime)[-2:] == [
        ("contact_changed", "Nouveau@exemple.org"),
        ("contact_left", "m.gagnon@exemple.org"),
    ]


def test_where_they_were_written_to_is_told_once_and_without_the_new_address(
    runtime: Runtime, mailbox: RecordingMailer
):
    receipt = file(runtime, story="Le zouave du lac.", category="trail")
    for email in ("nouveau@exemple.org", "NOUVEAU@exemple.org"):
        how = {"reply_by": ReplyBy.EMAIL, "email": email, "phone": "", "address": ""}
        act(runtime, receipt.number, following.change_contact, owner(runtime, receipt), **how)
    send_due(runtime, runtime.now())
    left = [message for message in mailbox.sent if message["To"] == "m.gagnon@exemple.org"][1:]
    assert len(left) == 1
    text = left[0].as_string()
    assert "nouveau@" not in text
    assert "zouave" not in text


@pytest.mark.parametrize("reply_by", [ReplyBy.POST, ReplyBy.NONE, ReplyBy.PHONE])
def test_whoever_chooses_another_means_is_told_where_they_were_written_to(
    runtime: Runtime, reply_by: ReplyBy
):
    receipt = file(runtime)
    how = {"reply_by": reply_by, "email": "", "phone": "418 555-0123", "address": "1, rue X"}
    act(runtime, receipt.number, following.change_contact, owner(runtime, receipt), **how)
    assert ("contact_left", "m.gagnon@exemple.org") in letters(runtime)


def test_a_complainant_reaches_nobody_elses_complaint(runtime: Runtime):
    mine, other = file(runtime), file(runtime)
    with pytest.raises(UnknownComplaintError):
        act(
            runtime,
            other.number,
            following.write_message,
            owner(runtime, mine),
            body="Bonjour.",
            once=None,
        )
