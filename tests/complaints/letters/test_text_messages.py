"""Letters for a telephone: the outbox's rules hold, and nothing personal is said or logged."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal.agencies.portal_plugins import PortalPlugins
from portal.complaints.handling.casework import answer, record_first_contact
from portal.complaints.letters.outbox import DELAYS, SentCount, send_due
from portal.domain.portal_services import Delivery, Message
from portal.plugin_api import hookimpl
from portal.runtime import Runtime
from tests.complaints.cases import act, complaint, outbox_rows
from tests.support import TUESDAY, RecordingMailer, file, on_both

BY_TEXT = {"reply_by": "text", "phone": "418 555-0142", "email": ""}


class Provider:
    """Takes messages and answers what it is told to, or raises it."""

    def __init__(self, *answers: object) -> None:
        self.answers = list(answers)
        self.taken: list[Message] = []

    @hookimpl
    def deliver_message(self, message: Message) -> object:
        self.taken.append(message)
        answer = self.answers.pop(0) if self.answers else Delivery.SENT
        if isinstance(answer, Exception):
            raise answer
        return answer


def plug(runtime: Runtime, *providers: Provider) -> Provider:
    runtime.plugins = PortalPlugins({f"p{rank}": one for rank, one in enumerate(providers)})
    return providers[0]


@on_both
def test_whoever_chose_text_messages_gets_one_and_no_letter(
    runtime: Runtime, mailbox: RecordingMailer
):
    provider = plug(runtime, Provider())
    number = file(runtime, **BY_TEXT).number
    assert send_due(runtime, TUESDAY) == SentCount(sent=1)
    assert send_due(runtime, TUESDAY + timedelta(days=1)) == SentCount()
    [message] = provider.taken
    assert (message.to, message.language) == ("4185550142", "fr")
    assert message.text == (
        f"Plainte {number} reçue : réponse d’ici le 22 décembre. "
        f"http://127.0.0.1:8000/fr/suivi/{number}"
    )
    assert mailbox.sent == []


def test_a_message_says_nothing_personal(runtime: Runtime):
    provider = plug(runtime, Provider())
    file(runtime, **BY_TEXT)
    send_due(runtime, TUESDAY)
    said = provider.taken[0].text
    for personal in ("Gagnon", "sentier", "Régie", "parcs", "418"):
        assert personal not in said


def test_each_try_has_the_same_id_and_waits_as_letters_do(runtime: Runtime):
    provider = plug(runtime, Provider(Delivery.LATER, ValueError("418 555-0142"), Delivery.SENT))
    file(runtime, **BY_TEXT)
    now = TUESDAY
    for delay in DELAYS[:2]:
        assert send_due(runtime, now) == SentCount(delayed=1)
        assert send_due(runtime, now + delay - timedelta(seconds=1)) == SentCount()
        now += delay
    assert send_due(runtime, now) == SentCount(sent=1)
    assert len({message.id for message in provider.taken}) == 1
    [row] = outbox_rows(runtime)
    assert (row.done, row.attempts, row.problem) == (True, 3, None)


def test_a_number_that_takes_no_messages_is_given_up_at_once(runtime: Runtime):
    plug(runtime, Provider(Delivery.NEVER))
    file(runtime, **BY_TEXT)
    assert send_due(runtime, TUESDAY) == SentCount(failed=1)
    [row] = outbox_rows(runtime)
    assert (row.failed_at, row.problem) == (TUESDAY, "the number takes no messages")


@pytest.mark.parametrize("answer", ["sent", True, ValueError("418 555-0142")])
def test_a_failing_plugin_delays_the_message_and_logs_nobody(
    runtime: Runtime, capsys: pytest.CaptureFixture[str], answer: object
):
    first, second = Provider(answer), Provider()
    plug(runtime, first, second)
    file(runtime, **BY_TEXT)
    assert send_due(runtime, TUESDAY) == SentCount(delayed=1)
    assert second.taken == []  # the first may have sent it
    said = capsys.readouterr().out
    assert "portal plugin failed" in said
    assert "0142" not in said
    assert "0142" not in str(outbox_rows(runtime)[0].problem)


def test_a_plugin_that_leaves_a_message_leaves_it_to_the_next(runtime: Runtime):
    first, second = Provider(None), Provider()
    plug(runtime, first, second)
    file(runtime, **BY_TEXT)
    assert send_due(runtime, TUESDAY) == SentCount(sent=1)
    assert len(second.taken) == 1


def test_without_its_plugin_a_message_waits_and_is_not_lost(runtime: Runtime):
    file(runtime, **BY_TEXT)
    assert send_due(runtime, TUESDAY) == SentCount(delayed=1)
    assert not outbox_rows(runtime)[0].done


def test_a_message_does_not_hold_back_the_letters(runtime: Runtime, mailbox: RecordingMailer):
    plug(runtime, Provider(ValueError("418 555-0142")))
    file(runtime, **BY_TEXT)
    file(runtime)
    assert send_due(runtime, TUESDAY) == SentCount(sent=1, delayed=1)
    assert len(mailbox.sent) == 1


def test_every_step_of_the_complaint_is_told_by_text(runtime: Runtime):
    provider = plug(runtime, Provider())
    number = file(runtime, **BY_TEXT, reply_language="en").number
    act(runtime, number, record_first_contact)
    act(runtime, number, answer, body="The trail is open again.")
    send_due(runtime, TUESDAY)
    said = [message.text for message in provider.taken]
    assert len(said) == 3
    assert all(number in text and f"/en/follow/{number}" in text for text in said)
    assert not any("trail" in text for text in said)
    assert complaint(runtime, number).status == "answered"
