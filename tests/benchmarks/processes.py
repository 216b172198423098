"""One process beside two: what a page costs the processor, and what all of them hold."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tests.benchmarks import servers
from tests.benchmarks.browser import Browser, hang_up
from tests.benchmarks.measure import measured
from tests.benchmarks.office import fetch, paths_of, signed_in

COMPLAINTS = 10_000
CLIENTS, ROUNDS, PAGES = 4, 3, 80


def processes(how_many: int) -> Iterator[str]:
    """Measure so many processes with four clients, without the worker.

    What a page costs is the processor time of the whole server, and the least of some rounds: on a
    machine that others use it says more than how many there were in a second.
    """
    filled = [["demo"], ["demo", "complaints", "--count", str(COMPLAINTS), "--seed", "1"]]
    with servers.portal(filled, worker=False, processes=how_many) as server:
        yield f"idle: {server.memory_mb:.0f} MB"
        officer = signed_in(server.port)
        paths = paths_of(officer) | {"home page": ["/fr/"]}
        hang_up()
        for name, those in paths.items():
            turns = [those[n % len(those)] for n in range(PAGES)]
            measured(turns, partial(_anybody, officer), CLIENTS)
            costs = []
            for _ in range(ROUNDS):
                before = server.processor_seconds
                figures = measured(turns, partial(_anybody, officer), CLIENTS)
                costs.append((server.processor_seconds - before) / PAGES)
            yield f"{name}: {1000 * min(costs):.1f} ms of the processor, {figures}"
        yield f"afterwards: {server.memory_mb:.0f} MB"


def _anybody(officer: Browser, path: str) -> None:
    """Open a page as the same person elsewhere, over the connection of this client."""
    fetch(officer.again(), path)
