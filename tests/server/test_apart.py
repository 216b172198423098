"""Work in a process of its own: what it prints is there, what it did to its memory is not."""

from __future__ import annotations

import os
import signal
import sys

import pytest

from portal.server.memory import begun_apart, status_apart


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


def test_what_was_begun_apart_goes_on_until_somebody_waits_for_it(
    capfd: pytest.CaptureFixture[str],
):
    reading, writing = os.pipe()
    ended = begun_apart(lambda: os.write(1, os.read(reading, 4)))
    assert capfd.readouterr().out == ""
    os.write(writing, b"done")
    assert (ended(), capfd.readouterr().out) == (0, "done")
