"""Several processes serve as one: they count together, write in turns, and end together."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.journeys.over_http import filed
from tests.server.served import Served, Visitor, answers, lives, serving, until

CLIENTS, EACH = 4, 4
HALF = b"POST /fr/suivi HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf "
LOCKED = "Trop d’essais de suite pour cette adresse courriel"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Two processes that serve pages, and the worker."""
    with serving(tmp_path_factory.mktemp("served")) as running:
        yield running


def test_complaints_filed_at_once_have_numbers_without_gap_and_the_log_whole_lines(served: Served):
    with ThreadPoolExecutor(CLIENTS) as pool:
        filings = pool.map(filed, [served.port] * CLIENTS * EACH)
        numbers = sorted(int(number.rpartition("-")[2]) for number, _ in filings)
    assert numbers == [*range(1, CLIENTS * EACH + 1)]
    assert all("event" in line for line in served.lines())


def test_each_process_serves_and_the_worker_is_one(served: Served):
    assert len(served.living("worker")) == 1
    for pid in served.living("pages"):
        with served.only(pid):
            assert Visitor(served.port).get("/fr/").status == 200


def test_whoever_sends_slowly_keeps_nobody_waiting(served: Served):
    with ExitStack() as slow:
        for _ in range(40):  # 16 threads serve
            client = slow.enter_context(socket.create_connection(("127.0.0.1", served.port)))
            client.sendall(HALF)
        assert Visitor(served.port).get("/fr/").status == 200


def test_a_flood_limit_holds_across_processes(served: Served):
    def wrong_tries(many: int) -> list[int]:
        form = {"numero": "2026-999999", "code": "AAAA-AAAA"}
        return [visitor.sends("/fr/suivi", **form).status for _ in range(many)]

    visitor, (first, second) = Visitor(served.port), served.living("pages")
    with served.only(first):
        assert wrong_tries(5) == [422] * 5
    with served.only(second):
        assert wrong_tries(6) == [422] * 5 + [429]


def test_wrong_passwords_are_counted_across_processes(served: Served):
    def are_locked(many: int) -> list[bool]:
        form = {"email": "personne@parcs.example", "password": "not this one"}
        return [LOCKED in visitor.sends("/fr/connexion", **form).text for _ in range(many)]

    visitor, (first, second) = Visitor(served.port), served.living("pages")
    with served.only(first):
        assert are_locked(5) == [False] * 5
    with served.only(second):
        assert are_locked(6) == [False] * 5 + [True]


@pytest.mark.parametrize(("part", "number"), [("pages", 2), ("worker", 1)])
def test_a_process_that_is_killed_is_replaced_and_that_is_logged(
    served: Served, part: str, number: int
):
    *others, killed = served.living(part)
    os.kill(killed, signal.SIGKILL)
    until(lambda: not lives(killed) and len(served.living(part)) == number)
    assert all(map(lives, others))
    (told,) = (line for line in served.lines() if f"pid:{killed}" in str(line["event"]))
    assert told["level"] == "error"
    assert answers(served.port)


def test_what_was_asked_is_answered_before_all_ends(tmp_path: Path):
    with (
        serving(tmp_path) as running,
        socket.create_connection(("127.0.0.1", running.port), timeout=20) as client,
    ):
        pids = running.living()
        client.sendall(HALF)
        assert answers(running.port)
        running.process.send_signal(signal.SIGTERM)
        until(lambda: not answers(running.port))
        client.sendall(b"of it")
        assert client.recv(1000).startswith(b"HTTP/1.1 400 ")
        assert running.process.wait(timeout=20) == 0
        assert not any(map(lives, pids))


def test_an_interrupt_at_the_terminal_ends_all_at_once(tmp_path: Path):
    with (
        serving(tmp_path, "--no-worker") as running,
        socket.create_connection(("127.0.0.1", running.port)) as client,
    ):
        pids = running.living()
        assert running.living("worker") == []
        client.sendall(HALF)
        os.killpg(running.process.pid, signal.SIGINT)
        assert running.process.wait(timeout=10) == 0
        assert not any(map(lives, pids))


def test_without_the_process_that_keeps_them_the_others_end(tmp_path: Path):
    with serving(tmp_path) as running:
        pids = running.living()
        running.process.kill()
        until(lambda: not any(map(lives, pids)))


def test_one_process_serves_and_works_alone(tmp_path: Path):
    with serving(tmp_path, processes="1") as running:
        assert Visitor(running.port).get("/fr/").status == 200
        until(lambda: "worker started" in [line["event"] for line in running.lines()])
        assert running.living() == []
        running.process.send_signal(signal.SIGTERM)
        assert running.process.wait(timeout=20) == 0
        assert running.lines()[-1]["event"] == "worker stopped"
