"""Measure pages of figures, exports and the rebuild among so many complaints, and print a table.

`python -m tests.benchmarks.figures 10000 100000 --on postgresql`; with `--at` and `--data` on a
database that is filled already.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

from tests.benchmarks import servers
from tests.benchmarks.databases import DATABASES, database, database_seconds
from tests.benchmarks.figures.agencies import agencies
from tests.benchmarks.figures.pages import measured_exports, measured_pages, opened
from tests.benchmarks.figures.writing import write
from tests.benchmarks.servers import Server

AGENCIES = 30


def main() -> None:
    """Measure each size on a database of its own."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("sizes", type=int, nargs="*", default=[10_000, 100_000])
    asked.add_argument("--on", choices=DATABASES, default="sqlite")
    asked.add_argument("--folder", type=Path, help="where there is room for the database")
    told = asked.parse_args()
    if told.folder:
        tempfile.tempdir = str(told.folder)
    for size in told.sizes:
        with database(told.on) as address:
            _measure(size, address)


def _measure(size: int, address: str | None) -> None:
    with _filled(address) as (server, settings):
        began, cpu = time.monotonic(), database_seconds(server.database)
        seconds = write(server.database, server.data / "keys.json", size)
        used = database_seconds(server.database) - cpu
        _tell(f"{size} complaints written in {seconds:.0f} s ({used:.0f} s of the server's)")
        _tell(f"    {size / (time.monotonic() - began):.0f} a second, with all that goes before")
        _rebuild(server, size)
        portal, app = opened(server.data, server.database, settings)
        try:
            for told in (*measured_pages(portal, app), *measured_exports(portal, app)):
                _tell(f"{size:8}  {told}")
        finally:
            portal.database.close()


@contextmanager
def _filled(address: str | None) -> Iterator[tuple[Server, Path]]:
    """Give the demonstration with more agencies, as a server that nobody started."""
    with tempfile.TemporaryDirectory() as folder, agencies(Path(folder), AGENCIES) as settings:
        environment = servers.environment_of(Path(folder) / "data", address)
        environment["PORTAL_AGENCIES"] = str(settings)
        server = Server(0, None, environment)  # type: ignore[arg-type]
        server.run("demo")
        yield server, settings


def _rebuild(server: Server, size: int) -> None:
    """Count all anew, and say how many a second there are of the processor's time."""
    (seconds, client), by_server = _timed(server, lambda: server.run("reports", "rebuild"))
    _tell(
        f"{size} counted anew in {seconds:.0f} s: {client:.0f} s of the processor, and "
        f"{by_server:.0f} s of the database's; {size / (client + by_server):.0f} a second and core"
    )


def _timed(server: Server, act: Callable[[], object]) -> tuple[tuple[float, float], float]:
    began, by_server, client = time.monotonic(), database_seconds(server.database), _client()
    act()
    took = time.monotonic() - began, _client() - client
    return took, database_seconds(server.database) - by_server


def _client() -> float:
    used = getrusage(RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _tell(line: str) -> None:
    print(line, flush=True)  # noqa: T201


main()
