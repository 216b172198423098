"""The process that takes mail is killed again and again: nothing is lost, nothing comes twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from portal.app import open_portal
from portal.commands.handed_over import LATER, NobodyListensError, hand_over
from portal.config import Config
from portal.features.incoming_mail.actions import work_kept
from portal.keyring import Keyring
from portal.runtime import Runtime
from tests.complaints.cases import kinds
from tests.features.incoming_mail.received import INBOX, PERSON, emails, message, to_complaint
from tests.support import file
from tests.support.agencies import AGENCIES
from tests.support.keys import keep_keys

ROOT = Path(__file__).parents[2]
KILLS, MESSAGES, AT_ONCE = 10, 200, 4


@pytest.fixture
def runtime(database_url: str, keyring: Keyring, tmp_path: Path) -> Iterator[Runtime]:
    """A portal on the same data and with the same keys as the process that is killed."""
    config = Config(
        data=tmp_path / "data",
        database=database_url,
        agencies=AGENCIES,
        inbox=INBOX,
        lmtp=str(tmp_path / "lmtp"),
    )
    keep_keys(keyring, config.keys)
    running = open_portal(config)
    yield running
    running.database.close()


@contextmanager
def listening(runtime: Runtime) -> Iterator[subprocess.Popen[bytes]]:
    """Take mail in a process of its own."""
    config = runtime.config
    told = {
        "PORTAL_DATA": str(config.data),
        "PORTAL_DATABASE": config.database,
        "PORTAL_AGENCIES": str(AGENCIES),
        "PORTAL_INBOX": INBOX,
        "PORTAL_LMTP": config.lmtp,
        "PORTAL_LOG_LEVEL": "error",
    }
    command = [sys.executable, "-m", "portal.cli", "mail", "serve"]
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ | told)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()


@pytest.mark.slow
def test_every_message_is_kept_once_whatever_was_killed(runtime: Runtime):
    number = file(runtime).number
    address = to_complaint(runtime, number)
    waiting = [message(PERSON, f"Message {at}") for at in range(MESSAGES)]
    for kill in range(KILLS + 1):
        with listening(runtime) as process:
            _wait_for(runtime.config.lmtp)
            if kill < KILLS:
                part, rest = waiting[: MESSAGES // KILLS], waiting[MESSAGES // KILLS :]
                waiting = _sent_while_killed(runtime.config.lmtp, process, part, address) + rest
            else:
                waiting = [one for one in waiting if _sent(runtime.config.lmtp, one, address) != 0]
    assert waiting == []
    assert len(emails(runtime)) == MESSAGES
    while work_kept(runtime, runtime.now()):
        pass
    assert {one.state for one in emails(runtime)} <= {"added", "to_sort"}
    added = [one for one in emails(runtime) if one.state == "added"]
    assert kinds(runtime, number).count("message_received") == len(added)


def _sent(place: str, raw: bytes, address: str) -> int:
    try:
        return hand_over(place, raw, [address])
    except NobodyListensError:
        return LATER


def _sent_while_killed(
    place: str, process: subprocess.Popen[bytes], messages: list[bytes], address: str
) -> list[bytes]:
    """Send messages, kill the process after the first few, and return those to bring again."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        told = [pool.submit(_sent, place, one, address) for one in messages]
        while sum(one.done() for one in told) < len(messages) // 2:
            time.sleep(0.001)
        process.send_signal(signal.SIGKILL)
    return [one for one, answer in zip(messages, told, strict=True) if answer.result() != 0]


def _wait_for(place: str) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            # A recipient that is nobody's: only an answer is waited for.
            hand_over(place, b"x", ["nobody@elsewhere.example"])
        except NobodyListensError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("nobody listens")
