"""Waiting for an answer: only so long, by helpers that are kept and that never hold anything up."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from typing import Any

import pytest

from portal.agencies.plugins import answering
from portal.agencies.plugins.answering import PluginStoppedError, answer_within

FORKING = """
import os
from portal.agencies.plugins.answering import answer_within
answer_within(1, lambda: "asked before")
child = os.fork()
answer_within(1, lambda: "asked after")
if child:
    assert os.waitpid(child, 0)[1] == 0
"""


@pytest.fixture
def two_helpers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave no more than two helpers, none of them there yet."""
    monkeypatch.setattr(answering, "_HELPERS", answering._Helpers(2))


def stop(error: BaseException) -> Any:
    raise error


def test_what_is_asked_is_answered_or_raised():
    assert answer_within(1, lambda: "a trail") == "a trail"
    with pytest.raises(LookupError):
        answer_within(1, lambda: stop(LookupError()))
    with pytest.raises(PluginStoppedError, match="raised SystemExit"):
        answer_within(1, lambda: stop(SystemExit()))


def test_a_helper_is_kept_for_the_next_question(two_helpers: None):
    names = {answer_within(1, lambda: threading.current_thread().ident) for _ in range(20)}
    assert len(names) <= 2
    assert threading.get_ident() not in names


def test_nobody_waits_longer_than_asked_and_the_sleeper_is_used_again(two_helpers: None):
    woken = threading.Event()
    for _ in range(2):
        began = time.monotonic()
        with pytest.raises(TimeoutError):
            answer_within(0.05, woken.wait)
        assert time.monotonic() - began < 1
    with pytest.raises(TimeoutError, match="not answering"):
        answer_within(1, lambda: "nobody is left to ask")
    woken.set()
    assert eventually("awake") == "awake"


def test_helpers_that_are_dismissed_are_gone_and_others_come(two_helpers: None):
    before = threading.active_count()
    asleep = threading.Event()
    answer_within(1, lambda: "by one that goes")
    with pytest.raises(TimeoutError):
        answer_within(0.05, asleep.wait)
    answering.dismiss_helpers()
    assert threading.active_count() == before + 1
    assert answer_within(1, lambda: "by another") == "by another"
    asleep.set()
    answering.dismiss_helpers()


def test_a_forked_process_has_helpers_of_its_own():
    subprocess.run([sys.executable, "-W", "ignore", "-c", FORKING], check=True)


def eventually(answer: str) -> str:
    """Ask until a helper has woken up."""
    for _ in range(100):
        try:
            return answer_within(1, lambda: answer)
        except TimeoutError:
            time.sleep(0.02)
    raise AssertionError("no helper woke up")
