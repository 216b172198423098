"""The process that hosts plugins, as the portal begins it, and begins it again when it is over."""

from __future__ import annotations

import atexit
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from portal.agencies.plugins.loading import PluginError
from portal.agencies.plugins.messages import ConnectionOverError, Wanted, read, receive, send

_WAITING_AT_MOST = 64
_ENDS_WITHIN = 2.0
_NEEDED = ("PATH", "LANG", "LC_ALL", "TZ", "PYTHONTZPATH", "LD_LIBRARY_PATH", "SYSTEMROOT")


@dataclass(frozen=True, slots=True)
class _Host:
    """The process that hosts plugins, and the end of the pipe by which it knows of the portal."""

    address: str
    process: subprocess.Popen[bytes]
    lifetime: int
    maker: int = field(default_factory=os.getpid)

    @classmethod
    def begun(cls) -> _Host:
        """Begin one: a Python that imports what plugins may and little else."""
        address = str(Path(tempfile.mkdtemp(prefix="plaintes-plugins-")) / "host.sock")
        ended, lifetime = os.pipe()
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(address)
            listener.listen(_WAITING_AT_MOST)
            told = listener.fileno(), ended
            process = subprocess.Popen(  # noqa: S603  # the portal's own module
                [sys.executable, "-m", "portal.agencies.plugins.host", *map(str, told)],
                pass_fds=told,
                stdin=subprocess.DEVNULL,
                # What a plugin prints could be a complaint's words.
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=_environment(),
            )
        os.close(ended)
        return cls(address, process, lifetime)

    def address_of(self, wanted: Wanted, until: float) -> str:
        """Return where a plugin answers, or will as soon as it is loaded; raise OSError."""
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(max(until - time.monotonic(), 0.001))
            connection.connect(self.address)
            send(connection, wanted)
            return str(read(receive(connection, until)))

    def end(self) -> None:
        """Let it end, as it does when the portal is over; its maker alone waits for that."""
        os.close(self.lifetime)
        if os.getpid() == self.maker:
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(_ENDS_WITHIN)


_BEGUN: list[_Host] = []
_BEGINNING = threading.Lock()


def address_of(wanted: Wanted, until: float) -> str:
    """Return where a plugin answers, from the host of this process, or a new one if that is over.

    Raise PluginError if there is none in time.
    """
    with _BEGINNING:
        try:
            return _told(wanted, until)
        except TimeoutError:
            # It may only just have begun: the next question finds it.
            how = "its process takes long to begin"
        except (OSError, ConnectionOverError):
            end_host()
            with suppress(OSError, ConnectionOverError):
                return _told(wanted, until)
            how = "its process does not begin"
    raise PluginError(f"plugin {wanted.name} does not load: {how}")


def _told(wanted: Wanted, until: float) -> str:
    if not _BEGUN:
        _BEGUN.append(_Host.begun())
    return _BEGUN[0].address_of(wanted, until)


def end_host() -> None:
    """End the process that hosts plugins; the next question begins another."""
    while _BEGUN:
        _BEGUN.pop().end()


def _unlocked() -> None:
    """A process that was forked waits for no thread of its parent's."""
    global _BEGINNING  # noqa: PLW0603
    _BEGINNING = threading.Lock()


os.register_at_fork(after_in_child=_unlocked)
atexit.register(end_host)


def import_path() -> list[str]:
    """Return where this process looks for modules; those that host plugins look there too."""
    return [str(Path(entry).absolute()) for entry in sys.path]


def _environment() -> dict[str, str]:
    """Return what a Python needs to begin, and none of what the portal keeps secret."""
    kept = {name: os.environ[name] for name in _NEEDED if name in os.environ}
    return {**kept, "PYTHONPATH": os.pathsep.join(import_path())}
