"""Bounded load and honest figures: warm-up first, every request timed, percentiles told."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

Part = TypeVar("Part")


@dataclass(frozen=True)
class Figures:
    """How long each of some requests took, and all of them together, in seconds."""

    each: tuple[float, ...]
    together: float

    @property
    def per_second(self) -> float:
        """How many were answered in a second."""
        return len(self.each) / self.together

    def percentile(self, share: float) -> float:
        """The time within which this share was answered, in milliseconds."""
        ordered = sorted(self.each)
        return 1000 * ordered[min(len(ordered) - 1, int(len(ordered) * share))]

    @classmethod
    def of_all(cls, turns: Sequence[Figures]) -> Figures:
        """Return the figures of several turns as those of one."""
        each = tuple(time for turn in turns for time in turn.each)
        return cls(each, sum(turn.together for turn in turns))

    def __str__(self) -> str:
        p50, p95 = self.percentile(0.5), self.percentile(0.95)
        return (
            f"{self.per_second:7.1f}/s  median {p50:6.1f} ms  p95 {p95:6.1f} ms  n={len(self.each)}"
        )


def measured(parts: Sequence[Part], act: Callable[[Part], None], clients: int) -> Figures:
    """Do `act` for every part, shared out among so many clients at once; raise what it raised."""
    times: list[float] = []
    ready = threading.Barrier(clients + 1)

    def work(share: Sequence[Part]) -> None:
        ready.wait()
        for part in share:
            began = time.perf_counter()
            act(part)
            times.append(time.perf_counter() - began)

    with ThreadPoolExecutor(clients) as pool:
        at_work = [pool.submit(work, parts[n::clients]) for n in range(clients)]
        ready.wait()
        began = time.perf_counter()
        for client in at_work:
            client.result()
        return Figures(tuple(times), time.perf_counter() - began)
