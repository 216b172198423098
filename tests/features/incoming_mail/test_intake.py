"""An e-mail is kept first, then joins the complaint of whoever wrote it, or waits for somebody."""

from __future__ import annotations

import pytest

from portal.complaints.letters.outbox import send_due
from portal.domain.errors import ActorMissingError
from portal.features.incoming_mail.actions import NotOursError, keep_message
from portal.features.incoming_mail.rules import MOST_A_DAY
from portal.gateways.incoming_mail.addresses import addressed_to
from portal.runtime import Runtime
from tests.complaints.cases import complaint, history_holds, kinds, staffed, templates
from tests.features.incoming_mail.received import (
    INBOX,
    PERSON,
    STRANGER,
    emails,
    message,
    open_inbox,
    receive,
    to_agency,
    to_complaint,
)
from tests.mail.broken_parts import PDF
from tests.mail.corpus import corpus
from tests.mail.writing import mixed, part, text_part
from tests.support import RecordingMailer, file, on_both


@on_both
def test_a_reply_of_the_person_joins_their_complaint_once_however_often_it_comes(
    runtime: Runtime, mailbox: RecordingMailer
):
    open_inbox(runtime)
    number = file(runtime).number
    send_due(runtime, runtime.now())
    letter = mailbox.sent[-1]
    address = letter["Reply-To"].addresses[0].addr_spec
    assert address == to_complaint(runtime, number)
    pdf = part("application/pdf", PDF, "base64", 'attachment; filename="photo.pdf"')
    exe = part("application/octet-stream", b"MZ\x00\x01", "base64", 'attachment; filename="a.exe"')
    raw = mixed(PERSON, [text_part(PERSON), pdf, exe])
    assert receive(runtime, raw, address) == 1
    assert kinds(runtime, number)[-2:] == ["message_received", "document_added"]
    [email] = emails(runtime)
    assert (email.state, email.why, email.agency) == ("added", "token", "parks")
    assert email.content["refused"] == [["a.exe", "kind"]]
    assert runtime.files.get(email.file_key) == raw
    before = kinds(runtime, number)
    travelled = b"Received: from elsewhere\r\n" + raw.replace(b"\r\n", b"\n")
    assert receive(runtime, raw, address) == 0
    assert receive(runtime, travelled, address) == 0
    assert kinds(runtime, number) == before
    assert history_holds(runtime)


def test_nobody_else_joins_a_complaint_by_its_number_its_address_or_a_senders_name(
    runtime: Runtime,
):
    open_inbox(runtime)
    number = file(runtime).number
    before = kinds(runtime, number)
    subject = f"Re: Plainte {number}"
    for raw, recipient, why in (
        (message(STRANGER), to_complaint(runtime, number), "other_sender"),
        (message(STRANGER, Subject=subject), to_agency(), "number"),
        (message(Subject=subject), to_agency(), "number_and_sender"),
        (message(text="Autre chose."), to_agency(), "sender"),
        (message(STRANGER, text="Bonjour."), to_agency(), "new"),
        (message(Subject=subject, text="Ailleurs."), to_agency("water"), "new"),
        (message(text="Faux."), f"plaintes+{number}.{'0' * 20}@plaintes.example", "new"),
    ):
        receive(runtime, raw, recipient)
        last = emails(runtime)[-1]
        assert (last.state, last.why) == ("to_sort", why)
        assert (last.complaint_id is not None) == (why != "new")
    assert emails(runtime)[-1].agency == runtime.agencies.intake_desk.code
    assert kinds(runtime, number) == before


def test_what_machines_send_is_set_aside_and_two_of_them_talk_five_times_a_day(runtime: Runtime):
    open_inbox(runtime)
    number = file(runtime).number
    address = to_complaint(runtime, number)
    receive(runtime, message(Auto_Submitted="auto-replied"), address)
    assert [(one.state, one.kind) for one in emails(runtime)] == [("set_aside", "auto_reply")]
    for at in range(MOST_A_DAY + 2):
        receive(runtime, message(text=f"Réponse {at}"), address)
    assert [one.why for one in emails(runtime)[-2:]] == ["many", "many"]
    assert kinds(runtime, number).count("message_received") == MOST_A_DAY


def test_a_letter_that_came_back_tells_whoever_handles_it_and_a_forged_report_nobody(
    runtime: Runtime, mailbox: RecordingMailer
):
    open_inbox(runtime)
    staffed(runtime)
    number = file(runtime).number
    send_due(runtime, runtime.now())
    report = next(one.raw for one in corpus() if one.name == "not_delivered-0")
    receive(runtime, report, INBOX)
    assert "letter_returned" not in templates(runtime, number)
    letter_id = mailbox.sent[-1]["Message-ID"].strip("<>").encode()
    forged = report.replace(b"5f1c7a1e-letter@plaintes.example", letter_id)
    receive(runtime, forged, INBOX)
    assert "letter_returned" not in templates(runtime, number)
    ours = forged.replace(b"partie@courriel.example", PERSON.address.encode())
    receive(runtime, ours, INBOX)
    receive(runtime, ours.replace(b"I could not", b"We cannot"), INBOX)
    assert templates(runtime, number).count("letter_returned") == 1
    last = emails(runtime)[-1]
    assert (last.state, last.kind, last.agency) == ("set_aside", "bounce", "parks")
    assert last.complaint_id == complaint(runtime, number).id


def test_what_nothing_can_be_made_of_waits_for_somebody_and_stops_nothing(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
):
    open_inbox(runtime)

    def fails(raw: bytes) -> None:
        raise ActorMissingError

    keep_message(runtime, message(STRANGER), [to_agency()], runtime.now())
    monkeypatch.setattr("portal.features.incoming_mail.actions.read_message", fails)
    for _ in range(6):
        receive(runtime, message(STRANGER), to_agency())
    assert [(one.state, one.why) for one in emails(runtime)] == [("to_sort", "unread")]
    with pytest.raises(NotOursError):
        keep_message(runtime, message(), ["other@plaintes.example"], runtime.now())


def test_an_address_leads_to_its_agency_or_to_its_complaint_alone(runtime: Runtime):
    address = to_complaint(runtime, "2026-000001")
    assert addressed_to(INBOX, address.upper(), runtime.keyring) == (None, "2026-000001")
    other = address.replace("000001", "000002")
    assert addressed_to(INBOX, other, runtime.keyring) == (None, None)
    assert addressed_to(INBOX, to_agency(), runtime.keyring) == ("parks", None)
    assert addressed_to(INBOX, "plaintes@ailleurs.example", runtime.keyring) is None


@pytest.mark.slow
def test_the_whole_corpus_is_taken_and_brings_nothing_new_the_second_time(runtime: Runtime):
    open_inbox(runtime)
    first = sum(receive(runtime, sample.raw, to_agency()) for sample in corpus())
    states = [one.state for one in emails(runtime)]
    assert first == len(states)
    assert "kept" not in states
    assert sum(receive(runtime, sample.raw, to_agency()) for sample in corpus()) == 0
    assert [one.state for one in emails(runtime)] == states
