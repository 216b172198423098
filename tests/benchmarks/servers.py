"""Servers to measure: the portal in a folder of its own, and the floor beside it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
_SECONDS_TO_START = 90
_PORTAL = (sys.executable, "-m", "portal.cli")


@dataclass(frozen=True)
class Server:
    """A server that runs: its port, its process, and its data."""

    port: int
    process: subprocess.Popen[bytes]
    environment: dict[str, str]

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a `portal …` command on what the server serves, and return what it printed."""
        return _run(command, self.environment)

    @property
    def database(self) -> str:
        """The address of its database."""
        file = f"sqlite:///{self.data}/portal.sqlite"
        return self.environment.get("PORTAL_DATABASE", file)

    @property
    def data(self) -> Path:
        """The folder of its files and keys."""
        return Path(self.environment["PORTAL_DATA"])

    @property
    def memory_mb(self) -> float:
        """The memory of all its processes, in megabytes; what several share is counted once."""
        return sum(map(_memory_mb, with_forked(self.process.pid)))

    @property
    def processor_seconds(self) -> float:
        """How long the processor has worked for all its processes."""
        return sum(map(processor_seconds, with_forked(self.process.pid)))


@contextmanager
def portal(
    before: Sequence[Sequence[str]] = (),
    database: str | None = None,
    *,
    worker: bool = True,
    processes: int = 2,
) -> Iterator[Server]:
    """Serve a fresh portal; `before` are `portal …` commands to run first."""
    with filled_folder(before, database) as environment:
        port = free_port()
        environment |= {"PORTAL_PORT": str(port), "PORTAL_PROCESSES": str(processes)}
        serve = [*_PORTAL, "serve", *([] if worker else ["--no-worker"])]
        with running(serve, port, environment) as process:
            yield Server(port, process, environment)


def environment_of(data: Path, database: str | None) -> dict[str, str]:
    """Return what a `portal …` command is told to work on a folder, and on a database if any."""
    return os.environ | {
        "PORTAL_DATA": str(data),
        "PORTAL_FLOOD_LIMITS": "false",
        "PORTAL_LOG_LEVEL": "error",
        **({"PORTAL_DATABASE": database} if database else {}),
    }


@contextmanager
def filled_folder(
    before: Sequence[Sequence[str]], database: str | None = None
) -> Iterator[dict[str, str]]:
    """Give the environment of a fresh portal on which `before` were run."""
    with tempfile.TemporaryDirectory() as folder:
        environment = environment_of(Path(folder), database)
        for command in before:
            _run(command, environment)
        yield environment


def started_again(server: Server) -> tuple[float, float]:
    """Start another process on what a server serves, and return the time to its first page.

    The second time is the processor's.
    """
    port = free_port()
    environment = server.environment | {"PORTAL_PORT": str(port), "PORTAL_PROCESSES": "1"}
    began = time.monotonic()
    with running([*_PORTAL, "serve", "--no-worker"], port, environment) as process:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/fr/", timeout=20).close()
        return time.monotonic() - began, processor_seconds(process.pid)


@contextmanager
def floor() -> Iterator[Server]:
    """Serve the bare form that the portal is compared to."""
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        command = [sys.executable, "-m", "tests.benchmarks.floor", folder, str(port)]
        with running(command, port, dict(os.environ)) as process:
            yield Server(port, process, dict(os.environ))


def with_forked(pid: int) -> list[int]:
    """Return a process and those that it forked."""
    forked = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8")
    return [pid, *map(int, forked.split())]


def _memory_mb(pid: int) -> float:
    """Return the part of a process in the memory: a page that n processes share counts a nth."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8").splitlines()
    return int(next(line for line in lines if line.startswith("Pss:")).split()[1]) / 1024


def processor_seconds(pid: int) -> float:
    """Return how long a process used the processor, with those that it forked and that ended."""
    after_name = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return sum(map(int, after_name[11:15])) / os.sysconf("SC_CLK_TCK")


def _run(command: Sequence[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*_PORTAL, *command],
        check=True,
        env=environment,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


@contextmanager
def running(
    command: list[str], port: int, environment: dict[str, str], first: str = "/healthz"
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server on this port until the block ends; it is up when it answers `first`."""
    process = subprocess.Popen(command, env=environment, cwd=ROOT)
    try:
        _wait_for(f"http://127.0.0.1:{port}{first}", process)
        yield process
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _SECONDS_TO_START
    while time.monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=2).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server did not start")


def free_port() -> int:
    """Return a port of this machine on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
