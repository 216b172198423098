"""A copy that is served, by processes that can be counted and killed."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from portal.config import Config
from portal.drill.copies import environment
from portal.drill.visitors import Page, Visitor

SERVE = ("portal.cli", "serve")
_STARTED_WITHIN, _ENDED_WITHIN, _LOOKED_EVERY = 90, 40, 0.05
_PARTS = 3


class NotServedError(Exception):
    """A start that ended before anybody was served; it says what the start said."""


class TooLongError(Exception):
    """What was waited for did not come to pass."""


@dataclass
class Served:
    """A server: its address, its first process, and what it has said."""

    port: int
    process: subprocess.Popen[str]
    said: list[str] = field(default_factory=list)

    def living(self, part: str = "") -> list[int]:
        """Return the processes that the first one has forked and that live, of one part or all."""
        lines = [json.loads(line) for line in list(self.said) if line.startswith("{")]
        started = [line for line in lines if line.get("event") == "process started"]
        pids = [int(line["pid"]) for line in started if part in ("", line["part"])]
        return [pid for pid in pids if _lives(pid)]

    @property
    def is_whole(self) -> bool:
        """Tell whether each part lives: two that serve pages, and the worker."""
        return len(self.living()) == _PARTS

    def page(self, path: str) -> Page:
        """Open a page, as somebody new."""
        return Visitor(self.port).get(path)

    def is_ready(self) -> bool:
        """Tell whether it says that it can serve."""
        return self.page("/readyz").status == 200


@contextmanager
def serving(copy: Config, command: Sequence[str] = SERVE) -> Iterator[Served]:
    """Serve a copy until the end; raise NotServedError if the start ends instead."""
    process = subprocess.Popen(  # noqa: S603  # the portal's own modules
        [sys.executable, "-m", *command],
        env=environment(copy),
        stdout=subprocess.DEVNULL,
        # A pipe, as a drill may take the room away that a file would need.
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    served = Served(copy.port, process)
    assert process.stderr is not None
    listening = threading.Thread(target=_listen, args=(process.stderr, served.said), daemon=True)
    listening.start()
    try:
        until(lambda: _answers(served) and served.is_whole, _STARTED_WITHIN)
        yield served
    finally:
        _end(process)
        listening.join(_ENDED_WITHIN)


def until(is_so: Callable[[], object], seconds: float = 20) -> None:
    """Wait until something is so; raise TooLongError if it takes longer."""
    end = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > end:
            raise TooLongError(f"{seconds} s were not enough")
        time.sleep(_LOOKED_EVERY)


def _answers(served: Served) -> bool:
    if served.process.poll() is not None:
        time.sleep(_LOOKED_EVERY)
        raise NotServedError("".join(served.said[-1:]).strip())
    try:
        return served.page("/healthz").status == 200
    except OSError:
        return False


def _listen(lines: IO[str], said: list[str]) -> None:
    with lines:
        said.extend(lines)


def _end(process: subprocess.Popen[str]) -> None:
    process.terminate()
    try:
        process.wait(_ENDED_WITHIN)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _lives(pid: int) -> bool:
    """Tell whether a process runs; one that ended may not have been reaped yet."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return False
    return "\nState:\tZ" not in status
