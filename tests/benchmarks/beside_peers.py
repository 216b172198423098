"""The portal beside two systems of the same kind, from public packages, all on SQLite."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.benchmarks.measure import measured
from tests.benchmarks.peers.helpdesk import helpdesk
from tests.benchmarks.peers.ours import ours
from tests.benchmarks.peers.roundup import roundup
from tests.benchmarks.peers.system import NotInstalledError, System

COMPLAINTS, ROUNDS, TIMES, WARM = 10_000, 3, 80, 24
CLIENTS = (1, 4)
BARS = {"complaint": 3.0, "list of 50": 4.0, "search": 2.0, "filing": 1.0, "report": 20.0}
"""How many times as often as the best peer the portal must do it."""


@dataclass(frozen=True)
class Pace:
    """How often a system did something in a second, and what that cost the processor each time."""

    a_second: float
    milliseconds: float

    def __str__(self) -> str:
        return f"{self.a_second:.1f} ({self.milliseconds:.1f} ms)"


@dataclass(frozen=True)
class Beside:
    """The pace of each system, the portal first; medians of the rounds.

    Where others use the machine, the processor's milliseconds say more than how often.
    """

    what: str
    clients: int
    bar: float
    paces: dict[str, Pace]

    def __str__(self) -> str:
        figures = ", ".join(f"{name} {pace}" for name, pace in self.paces.items())
        portal, *peers = self.paces.values()
        often = portal.a_second / max(peer.a_second for peer in peers)
        cheap = min(peer.milliseconds for peer in peers) / portal.milliseconds
        ratio = f"{often:.2f} × the best (bar {self.bar:g}), by the processor {cheap:.2f} ×"
        return f"{self.what}, {self.clients} clients, a second: {figures}: {ratio}"


def beside_peers() -> Iterator[Beside | str]:
    """Measure what all of them can do, in turns, so that each meets the same minutes.

    Where no peer can be installed, say so and measure nothing.
    """
    with ExitStack() as running:
        folder = Path(running.enter_context(tempfile.TemporaryDirectory()))
        try:
            peers = [
                running.enter_context(helpdesk(_made(folder / "helpdesk"), COMPLAINTS)),
                running.enter_context(roundup(_made(folder / "roundup"), COMPLAINTS)),
            ]
        except NotInstalledError:
            yield "left out: no package registry can be reached from here"
            return
        systems = [running.enter_context(ours(COMPLAINTS)), *peers]
        for what, bar in BARS.items():
            able = [system for system in systems if what in system.acts]
            for clients in CLIENTS:
                yield Beside(what, clients, bar, _in_turns(able, what, clients))
        for system in systems:
            yield f"memory of {system.name}, afterwards: {system.server.memory_mb:.0f} MB"


def _in_turns(systems: Sequence[System], what: str, clients: int) -> dict[str, Pace]:
    for system in systems:
        measured(range(WARM), system.acts[what], clients)
    turns = [{one.name: _pace(one, what, clients) for one in systems} for _ in range(ROUNDS)]
    return {
        system.name: Pace(
            median(turn[system.name].a_second for turn in turns),
            median(turn[system.name].milliseconds for turn in turns),
        )
        for system in systems
    }


def _pace(system: System, what: str, clients: int) -> Pace:
    before = system.server.processor_seconds
    figures = measured(range(TIMES), system.acts[what], clients)
    worked = system.server.processor_seconds - before
    return Pace(figures.per_second, 1000 * worked / TIMES)


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder
