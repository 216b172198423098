"""Work in a process of its own: what it prints is there, what it did to its memory is not."""

from __future__ import annotations

import os
import signal
import sys

import pytest

from portal.server.memory import status_apart


def test_what_is_done_apart_is_printed_and_leaves_nothing_behind(capfd: pytest.CaptureFixture[str]):
    kept: list[int] = []

    def act() -> None:
        kept.append(1)
        os.write(1, b"done\n")

    assert status_apart(act) == 0
    assert (kept, capfd.readouterr().out) == ([], "done\n")


def test_the_status_says_how_it_ended():
    def fail() -> None:
        raise ValueError

    assert status_apart(fail) == 1
    assert status_apart(lambda: sys.exit(2)) == 2
    assert status_apart(lambda: sys.exit("a sentence")) == 1
    assert status_apart(lambda: os.kill(os.getpid(), signal.SIGKILL)) == -signal.SIGKILL
