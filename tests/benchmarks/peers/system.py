"""A system that is measured: what serves it, and what people do with it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.browser import Browser
from tests.benchmarks.servers import ROOT, Server, running

PROCESSES = 2
Act = Callable[[int], None]
"""Something that is done for the n-th time; it fails where the answer is not the right one."""


class NotInstalledError(Exception):
    """The package registry did not give what a peer needs."""


@dataclass(frozen=True)
class System:
    """A running system: its name, its server, and what is done with it, by what it is."""

    name: str
    server: Server
    acts: Mapping[str, Act]


@dataclass(frozen=True)
class Environment:
    """A Python of a peer's own, with what it needs from the package registry."""

    folder: Path

    @classmethod
    def made(cls, folder: Path, *packages: str) -> Environment:
        """Install packages and gunicorn into a new environment, or raise NotInstalledError."""
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        environment = cls(folder)
        install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--retries=1"]
        try:
            environment.run("python", *install, "gunicorn", *packages)
        except subprocess.CalledProcessError as error:
            raise NotInstalledError(packages) from error
        return environment

    def run(self, program: str, *arguments: str, **variables: str) -> None:
        """Run one of its programs to the end."""
        command, environment = [self._path(program), *arguments], _with(variables)
        subprocess.run(command, check=True, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL)

    @contextmanager
    def served(
        self, application: str, first: str, port: int, threads: int, **variables: str
    ) -> Iterator[Server]:
        """Serve an application by gunicorn until the block ends; it is up when it shows `first`."""
        gunicorn = [self._path("gunicorn"), "--bind", f"127.0.0.1:{port}", "--keep-alive", "30"]
        gunicorn += ["--worker-class", "gthread", "--threads", str(threads)]
        gunicorn += ["--workers", str(PROCESSES), "--log-level", "error", application]
        environment = _with(variables)
        with running(gunicorn, port, environment, first) as process:
            yield Server(port, process, environment)

    def _path(self, program: str) -> str:
        return str(self.folder / "bin" / program)


def opening(visitor: Browser, path: Callable[[int], str], expected: str, times: int = 1) -> Act:
    """Return the opening of a page by a visitor: there, something stands at least so many times."""

    def act(number: int) -> None:
        page = visitor.again().get(path(number))
        assert page.status == 200, (path(number), page.status)
        assert page.text.count(expected) >= times, (path(number), expected)

    return act


def _with(variables: Mapping[str, str]) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), **variables}
