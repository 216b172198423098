"""A server that runs, the processes that it consists of, and a person who looks at it."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.browser import Browser, Page, hang_up
from tests.support.agencies import AGENCIES

_ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Served:
    """A server, and the file of its log."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path

    def lines(self) -> list[dict[str, object]]:
        """Return what it has logged."""
        return [json.loads(line) for line in self.log.read_text(encoding="utf-8").splitlines()]

    def living(self, part: str = "") -> list[int]:
        """Return the processes that it has forked and that live, of one part or of all."""
        started = [line for line in self.lines() if line["event"] == "process started"]
        pids = [int(str(line["pid"])) for line in started if part in ("", line["part"])]
        return [pid for pid in pids if lives(pid)]

    @contextmanager
    def only(self, pages: int) -> Iterator[None]:
        """Let all but one of the processes that serve pages stand still."""
        others = [pid for pid in self.living("pages") if pid != pages]
        for pid in others:
            os.kill(pid, signal.SIGSTOP)
        yield
        for pid in others:
            os.kill(pid, signal.SIGCONT)


class Visitor(Browser):
    """Somebody who connects anew for each page, so that any process may answer."""

    def sends(self, path: str, **form: str) -> Page:
        """Open the page of a form and send it."""
        return self.post(path, **{**self.get(path).hidden, **form})

    def _ask(self, method: str, path: str, body: str | None) -> Page:
        try:
            return super()._ask(method, path, body)
        finally:
            hang_up()


@contextmanager
def serving(folder: Path, *options: str, **settings: str) -> Iterator[Served]:
    """Serve a fresh portal with the agencies of the tests; what still runs at the end is ended."""
    port = free_port()
    told = {
        "TMPDIR": str(folder),
        "PORTAL_DATA": str(folder / "data"),
        "PORTAL_AGENCIES": str(AGENCIES),
        "PORTAL_PORT": str(port),
        "PORTAL_PROCESSES": "2",
        "PORTAL_LOG_LEVEL": "info",
        **{f"PORTAL_{name.upper()}": value for name, value in settings.items()},
    }
    log = folder / "log"
    with log.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "portal.cli", "serve", *options],
            cwd=_ROOT,
            env=os.environ | told,
            stderr=file,
            start_new_session=True,
        )
    try:
        until(lambda: answers(port), seconds=60)
        running = Served(port, process, log)
        if told["PORTAL_PROCESSES"] != "1":
            parts = 2 if "--no-worker" in options else 3
            until(lambda: len(running.living()) == parts)
        yield running
    finally:
        process.terminate()
        process.wait(timeout=40)


def answers(port: int) -> bool:
    """Tell whether somebody listens there and answers."""
    try:
        return Visitor(port).get("/healthz").status == 200
    except OSError:
        return False


def lives(pid: int) -> bool:
    """Tell whether a process runs; one that ended may not have been reaped yet."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return False
    return "\nState:\tZ" not in status


def until(is_so: Callable[[], object], seconds: float = 15) -> None:
    """Wait until something is so; fail if it takes longer."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.05)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
