"""Measure everything and print the figures."""

from __future__ import annotations

import sys
import time

from tests.benchmarks import filing, servers
from tests.benchmarks.pages import COMPLAINTS, pages

COUNT = 1000
IDLE_SECONDS = 20


def main(only: list[str]) -> None:
    """Print each figure as soon as it is there; `only` names the parts to measure."""
    if not only or "filing" in only:
        floor, sending = filing.floor(COUNT), filing.sending(COUNT)
        print(f"bare form, 4 clients:           {floor}")  # noqa: T201
        print(f"sending complaints, 4 clients:  {sending}")  # noqa: T201
        print(f"share of the bare form:         {sending.per_second / floor.per_second:.2f}")  # noqa: T201
    if not only or "memory" in only:
        with servers.portal() as server:
            filing.typed_to_the_end(server.port).send()
            time.sleep(IDLE_SECONDS)
            print(f"memory, one idle process:       {server.memory_mb:.0f} MB")  # noqa: T201
    if not only or "pages" in only:
        for name, figures in pages().items():
            print(f"{name}, {COMPLAINTS} complaints: {figures}")  # noqa: T201


main(sys.argv[1:])
