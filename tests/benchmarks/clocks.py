"""Clocks that run out at the same minute, on both databases, while people go on filing."""

from __future__ import annotations

import re
import subprocess
import threading
import time
import timeit
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from portal.domain.time.calendar import WorkingCalendar, parse_hours
from portal.domain.time.clock import count
from portal.domain.time.promise import Allowance, Unit
from tests.benchmarks import servers
from tests.benchmarks.browser import hang_up
from tests.benchmarks.databases import database
from tests.benchmarks.filing import typed_to_the_end
from tests.benchmarks.measure import Figures

CLOCKS = 10_000
CLIENTS = 2
_ACTED = re.compile(r"(\d+) clocks acted upon, (\d+) could not be")
_MOST_RUNS = 20


@dataclass(frozen=True)
class Storm:
    """How long it took to act on every clock, and how long people waited who sent meanwhile."""

    acted: int
    seconds: float
    sending: Figures

    def __str__(self) -> str:
        return f"{self.acted} in {self.seconds:.1f} s; sending meanwhile: {self.sending}"


def storm(kind: str) -> Storm:
    """Let `CLOCKS` answers run out at once, under one worker, and file from `CLIENTS` meanwhile."""
    due = (datetime.now(UTC) + timedelta(days=400)).replace(minute=0, second=0, microsecond=0)
    before = ["clocks", "run", "--at", (due - timedelta(minutes=1)).isoformat()]
    filled = [["demo"], ["demo", "clocks", "--due", due.isoformat(), "--count", str(CLOCKS)]]
    with database(kind) as address, servers.portal(filled, address, worker=False) as server:
        for _ in range(_MOST_RUNS):
            if _acted(server.run(*before)) == 0:
                break
        with _filing(server.port) as times:
            began = time.perf_counter()
            acted = _acted(server.run("clocks", "run", "--at", due.isoformat()))
            seconds = time.perf_counter() - began
        return Storm(acted, seconds, Figures(tuple(times), seconds))


def microseconds_a_date(times: int = 2000) -> float:
    """Return how long it takes to count 20 working days, once the years are known."""
    calendar = WorkingCalendar("CA-QC-GOV", "America/Toronto", parse_hours("08:30-16:30"))
    received, promised = datetime(2026, 12, 10, 15, tzinfo=UTC), Allowance(20, Unit.WORKING_DAYS)
    count(received, promised, calendar)
    return timeit.timeit(lambda: count(received, promised, calendar), number=times) / times * 1e6


@contextmanager
def _filing(port: int) -> Iterator[list[float]]:
    """File without a pause while the block runs; give how long each sending took."""
    times: list[float] = []
    stop = threading.Event()
    clients = [threading.Thread(target=_file, args=(port, times, stop)) for _ in range(CLIENTS)]
    for client in clients:
        client.start()
    try:
        yield times
    finally:
        stop.set()
        for client in clients:
            client.join()


def _file(port: int, times: list[float], stop: threading.Event) -> None:
    while not stop.is_set():
        ready = typed_to_the_end(port)
        began = time.perf_counter()
        ready.send()
        times.append(time.perf_counter() - began)
    hang_up()


def _acted(run: subprocess.CompletedProcess[str]) -> int:
    found = _ACTED.search(run.stdout)
    assert found is not None, run.stdout
    assert found[2] == "0", run.stdout
    return int(found[1])
