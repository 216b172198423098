"""Mail comes in by LMTP from a real client: kept before it is answered, each recipient told."""

from __future__ import annotations

import asyncio
import smtplib
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from portal.commands.handed_over import LATER, UNKNOWN, hand_over
from portal.runtime import Runtime
from portal.server.lmtp import serve_lmtp
from tests.features.incoming_mail.received import (
    STRANGER,
    emails,
    message,
    open_inbox,
    to_agency,
    to_complaint,
)

SILENT = 200


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def place(runtime: Runtime) -> Iterator[str]:
    """Where an LMTP server of this portal listens."""
    open_inbox(runtime)
    told, stop, ready = f"127.0.0.1:{_free_port()}", asyncio.Event(), threading.Event()
    loops = []

    def run() -> None:
        async def serve() -> None:
            loops.append(asyncio.get_running_loop())
            loops[0].call_soon(ready.set)
            await serve_lmtp(runtime, told, stop)

        asyncio.run(serve())

    thread = threading.Thread(target=run)
    thread.start()
    assert ready.wait(10)
    yield told
    loops[0].call_soon_threadsafe(stop.set)
    thread.join(10)
    assert not thread.is_alive()


def _connected(place: str) -> smtplib.LMTP:
    host, _, port = place.partition(":")
    client = smtplib.LMTP()
    for _ in range(50):
        try:
            client.connect(host, int(port))
        except ConnectionRefusedError:
            threading.Event().wait(0.1)
        else:
            return client
    raise AssertionError("nobody listens")


def test_each_recipient_is_told_and_the_message_is_kept_by_then(runtime: Runtime, place: str):
    recipients = [to_agency(), to_complaint(runtime, "2026-000001"), "other@plaintes.example"]
    with _connected(place) as client:
        client.sendmail("x@mail.example", [to_agency()], message(STRANGER))
        assert len(emails(runtime)) == 1
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            client.sendmail("", recipients[2:], message(STRANGER))
        dotted = message(STRANGER, text=".\n..\nfin\n" + "x" * 5000)
        client.sendmail("", [to_agency()], dotted)
    assert runtime.files.get(emails(runtime)[-1].file_key).rstrip() == dotted.rstrip()
    assert hand_over(place, message(STRANGER), recipients) == 0
    assert [one.recipient for one in emails(runtime)] == [to_agency(), to_agency(), recipients[1]]


def test_what_cannot_be_kept_is_brought_again(
    runtime: Runtime, place: str, monkeypatch: pytest.MonkeyPatch
):
    def full(content: bytes) -> str:
        raise OSError("no room")

    with _connected(place) as client, monkeypatch.context() as patched:
        patched.setattr(runtime.files, "put", full)
        with pytest.raises(smtplib.SMTPDataError) as told:
            client.sendmail("", [to_agency()], message(STRANGER))
        assert told.value.smtp_code == 451
    assert emails(runtime) == []
    assert hand_over(place, message(STRANGER), [to_agency()]) == 0
    assert hand_over(place, message(STRANGER), ["other@plaintes.example"]) == UNKNOWN
    assert len(emails(runtime)) == 1
    assert LATER == 75


def test_connections_that_say_nothing_stop_nobody(runtime: Runtime, place: str):
    host, _, port = place.partition(":")
    _connected(place).close()
    with ExitStack() as silent:
        for _ in range(SILENT):
            silent.enter_context(socket.create_connection((host, int(port))))
        assert hand_over(place, message(STRANGER), [to_agency()]) == 0
    assert len(emails(runtime)) == 1
