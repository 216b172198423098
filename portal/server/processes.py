"""Several processes, kept by gunicorn: forked, replaced when they die, and stopped together."""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Sequence
from typing import Any, Protocol

import structlog
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger
from gunicorn.workers.base import Worker

from portal.config import Config
from portal.server.web import AT_ONCE

log = structlog.get_logger()

_ENDED_WITHIN = 30
_PARENT_LOOKED_FOR_EVERY = 1
_NOT_OURS = (signal.SIGUSR1, signal.SIGUSR2, signal.SIGTTIN, signal.SIGTTOU)
"""What gunicorn reloads and resizes by, which a portal that is loaded once cannot do."""


class Part(Protocol):
    """What one process does, until it is told to stop."""

    name: str

    def run(self, listening: Sequence[socket.socket]) -> None:
        """Do it; `listening` is where people connect."""

    def stop(self, within: float = ...) -> None:
        """Stop soon, `within` so many seconds."""


def run_processes(config: Config, parts: Sequence[Part]) -> None:
    """Run each part in a process of its own until told to stop; raise SystemExit then.

    A process that dies is replaced by one with the same part. SIGTERM lets each finish, SIGINT ends
    all at once.
    """
    _Processes(config, parts).run()


class _Processes(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """What gunicorn is told: where to listen, and what each process is."""

    def __init__(self, config: Config, parts: Sequence[Part]) -> None:
        self._config, self.parts = config, parts
        super().__init__()

    def load_config(self) -> None:
        host = f"[{self._config.host}]" if ":" in self._config.host else self._config.host
        settings = {
            "bind": f"{host}:{self._config.port}",
            "workers": len(self.parts),
            "worker_class": _Process,
            "logger_class": _Lines,
            "timeout": 0,
            "graceful_timeout": _ENDED_WITHIN,
            "control_socket_disable": True,
            "when_ready": _leave_signals,
            "pre_fork": _give_part,
            "child_exit": _tell_end,
        }
        for name, value in settings.items():
            self.cfg.set(name, value)

    def load(self) -> None:
        """Load nothing: all is loaded."""


class _Process(Worker):  # type: ignore[misc]  # gunicorn has no types
    """One process, which does its part."""

    part: Part
    number: int

    def run(self) -> None:
        threading.Thread(target=self._stop_without_parent, daemon=True).start()
        log.info("process started", part=self.part.name, pid=os.getpid())
        self.part.run([socket.socket(fileno=each.sock.detach()) for each in self.sockets])

    def handle_exit(self, _number: int, _frame: Any) -> None:
        self.part.stop()

    def handle_quit(self, _number: int, _frame: Any) -> None:
        self.part.stop(AT_ONCE)

    def _stop_without_parent(self) -> None:
        while os.getppid() == self.ppid:
            time.sleep(_PARENT_LOOKED_FOR_EVERY)
        self.part.stop()


class _Lines(Logger):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn's warnings among the portal's own lines."""

    def setup(self, cfg: Any) -> None:
        self.cfg = cfg
        self.error_log.setLevel(logging.WARNING)
        self.error_log.propagate = True


def _leave_signals(arbiter: Any) -> None:
    """Let these signals end the portal, as they end other programs; a terminal that closes, too."""
    for number in _NOT_OURS:
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGHUP, lambda *_: arbiter.signal(signal.SIGTERM, None))


def _give_part(arbiter: Any, process: _Process) -> None:
    """Give a process, before it is forked, the first part that no other has."""
    taken = {other.number for other in arbiter.WORKERS.values()}
    parts = arbiter.app.parts
    process.number = min(set(range(len(parts))) - taken)
    process.part = parts[process.number]


def _tell_end(_arbiter: Any, process: _Process) -> None:
    log.info("process ended", part=process.part.name, pid=process.pid)
