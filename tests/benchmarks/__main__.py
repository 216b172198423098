"""Measure everything and print the figures."""

from __future__ import annotations

import sys
import time
from statistics import median

from tests.benchmarks import clocks, filing, kept, office, servers
from tests.benchmarks.bare import bare
from tests.benchmarks.beside_peers import beside_peers
from tests.benchmarks.databases import DATABASES
from tests.benchmarks.pages import COMPLAINTS, pages
from tests.benchmarks.plugins import plugins
from tests.benchmarks.processes import processes
from tests.benchmarks.reads import reads
from tests.benchmarks.registering import registering
from tests.benchmarks.templates import templates

ROUNDS, TURNS, SENDINGS_A_TURN = 3, 12, 80
IDLE_SECONDS = 20
STARTS = 5


def main(only: list[str]) -> None:
    """Print each figure as soon as it is there; `only` names the parts to measure."""
    for name, measure in PARTS.items():
        if not only or name in only:
            measure()


def _filing() -> None:
    shares = []
    for _ in range(ROUNDS):
        floor, sending = filing.compared(TURNS, SENDINGS_A_TURN)
        shares.append(sending.per_second / floor.per_second)
        _tell(f"bare form, 4 clients:           {floor}")
        _tell(f"sending complaints, 4 clients:  {sending}")
        _tell(f"share of the bare form:         {shares[-1]:.2f}")
    _tell(f"share, median of {ROUNDS} rounds:      {median(shares):.2f}")


def _memory() -> None:
    for how_many in (1, 2):
        with servers.portal(processes=how_many) as server:
            time.sleep(IDLE_SECONDS)
            _tell(f"memory, {how_many} serving, idle:          {server.memory_mb:.0f} MB")
            filing.typed_to_the_end(server.port).send()
            _tell(f"memory, {how_many} serving, after a filing: {server.memory_mb:.0f} MB")


def _processes() -> None:
    for how_many in (1, 2):
        for figure in processes(how_many):
            _tell(f"{how_many} serving, {figure}")


def _starts() -> None:
    with servers.portal(processes=1) as server:
        for _ in range(STARTS):
            seconds, processor = servers.started_again(server)
            _tell(f"start to the first page:        {seconds:.2f} s, processor {processor:.2f} s")


def _bare() -> None:
    for kind in DATABASES:
        for compared in bare(kind):
            _tell(f"{kind}, {compared}")


def _beside_peers() -> None:
    for figures in beside_peers():
        _tell(f"beside peers: {figures}")


def _pages() -> None:
    for name, figures in pages().items():
        _tell(f"{name}, {COMPLAINTS} complaints: {figures}")


def _office() -> None:
    for kind in DATABASES:
        costs: dict[str, list[float]] = {}
        for size in office.SIZES:
            for opened in office.office(kind, size):
                _tell(f"{opened.page}, {kind}, {size} complaints: {opened}")
                costs.setdefault(opened.page, []).append(opened.milliseconds)
        for page, (among_few, among_many) in costs.items():
            ratio = f"{among_many / among_few:.2f} × (bar {office.BAR})"
            _tell(f"{page}, {kind}, {office.SIZES[-1]} beside {office.SIZES[0]}: {ratio}")


def _templates() -> None:
    for name, middle, least in templates():
        _tell(f"template of the {name}: median {middle:.1f} ms, least {least:.1f} ms")


def _plugins() -> None:
    for figure in plugins():
        _tell(figure)


def _reads() -> None:
    for figure in reads():
        _tell(figure)


def _kept() -> None:
    for name, figures in kept.kept():
        _tell(f"{name}, {kept.CLIENTS} clients: {figures}")


def _clocks() -> None:
    _tell(f"one due date, 20 working days:  {clocks.microseconds_a_date():.0f} µs")
    for kind in DATABASES:
        _tell(f"clocks at once, {kind}: {clocks.storm(kind)}")


def _registering() -> None:
    _tell(f"a call written down by a newcomer: {registering()}")


def _tell(line: str) -> None:
    print(line, flush=True)  # noqa: T201


PARTS = {
    "filing": _filing,
    "memory": _memory,
    "starts": _starts,
    "processes": _processes,
    "bare": _bare,
    "beside_peers": _beside_peers,
    "pages": _pages,
    "office": _office,
    "templates": _templates,
    "reads": _reads,
    "plugins": _plugins,
    "kept": _kept,
    "clocks": _clocks,
    "registering": _registering,
}

main(sys.argv[1:])
