"""Agencies' plugins in a process of their own, asked over a socket and killed after their time.

Nothing of a plugin's code runs in the portal: not when it is loaded, not when it answers. What it
computes for ever, takes in memory or ends, it does to a process that is replaced. One that was too
slow or ended several times in a row rests for a while, so that nobody waits for it again and again.
"""

from __future__ import annotations

import os
import select
import signal
import socket
import threading
import time
import weakref
from collections.abc import Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from portal.agencies.plugins.answering import (
    PluginStoppedError,
    ReasonedError,
    WrongAnswerError,
)
from portal.agencies.plugins.host_process import address_of, import_path
from portal.agencies.plugins.loading import GROUP, PluginError, PluginMissingError
from portal.agencies.plugins.messages import (
    IS_OUTDATED,
    AsConfigured,
    ConnectionOverError,
    Loaded,
    NotLoaded,
    Question,
    Raised,
    Unusable,
    Wanted,
    read,
    receive,
    send,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

LOADED_WITHIN = 12.0
_LONGEST_REASON = 200
_IN_A_ROW = 3
_RESTS_FOR = 30.0
_AT_ONCE = 4
_KEPT = 2


class PluginOverError(ReasonedError):
    """A plugin ended the process in which it was asked."""

    def __init__(self) -> None:
        super().__init__("ended its process")


class PluginRestsError(ReasonedError):
    """A plugin is not asked for a while: several times in a row it took too long or ended."""

    def __init__(self) -> None:
        super().__init__("was not asked: it took too long, or ended, several times in a row")


class HostedPlugin:
    """A plugin that answers from another process; any thread may ask it."""

    def __init__(self, name: str, group: str = GROUP) -> None:
        """Load it there; raise PluginError if there is none, or it does not load in time."""
        self.name = name
        self._wanted = Wanted(name, group, import_path())
        self._address = ""
        self._lines = _Lines()
        self._breaker = _Breaker()
        line = self._connected(time.monotonic() + LOADED_WITHIN)
        self.version, self.hooks = line.loaded.version, line.loaded.hooks
        self._lines.give_back(line)

    def ask(self, hook: str, facts: Mapping[str, Any], configured: Any, seconds: float) -> Any:
        """Return what a hook answers, where the settings answer `configured`.

        Raise TimeoutError if that takes more than `seconds`, PluginStoppedError for what the
        plugin raised, PluginOverError if its process ended, PluginRestsError while it rests, and
        WrongAnswerError for an answer that is nothing which the portal knows.
        """
        self._breaker.check()
        until = time.monotonic() + seconds
        try:
            with self._lines.one_of_few(until), self._breaker.watching():
                content = self._answered(Question(hook, dict(facts), configured, seconds), until)
        except PluginError as error:
            raise ReasonedError(str(error)[:_LONGEST_REASON]) from error
        answer = read(content)
        if isinstance(answer, Raised):
            raise PluginStoppedError(answer.kind)
        if isinstance(answer, Unusable):
            raise WrongAnswerError("did not answer with anything that the portal knows")
        return configured if isinstance(answer, AsConfigured) else answer

    def tell(self, hook: str, facts: Mapping[str, Any], seconds: float) -> None:
        """Tell it of an event; raise as `ask` does if it does not take it in time.

        It rests from no question because of an event that it does not take.
        """
        until = time.monotonic() + seconds
        try:
            content = self._answered(Question(hook, dict(facts), None, seconds), until)
        except PluginError as error:
            raise ReasonedError(str(error)[:_LONGEST_REASON]) from error
        if isinstance(answer := read(content), Raised):
            raise PluginStoppedError(answer.kind)

    @property
    def is_outdated(self) -> bool:
        """Tell whether its code changed on the disk since it loaded: the old one answers."""
        try:
            until = time.monotonic() + LOADED_WITHIN
            return read(self._answered(IS_OUTDATED, until)) is True
        except (PluginError, PluginOverError, TimeoutError):
            return False

    def _answered(self, question: Question | str, until: float) -> bytes:
        line = self._lines.kept() or self._same_code(self._connected(until))
        try:
            send(line.socket, question)
            content = receive(line.socket, until)
        except TimeoutError:
            line.kill()
            raise
        except (ConnectionOverError, OSError):
            line.close()
            raise PluginOverError from None
        self._lines.give_back(line)
        return content

    def _same_code(self, line: _Line) -> _Line:
        """Return a new line if other code answers there than at first: half of both is neither."""
        if line.loaded.version != self.version:
            line.close()
            raise PluginError(f"plugin {self.name} changed: restart the portal")
        return line

    def _connected(self, until: float) -> _Line:
        """Return a new line to the plugin, which is loaded again if its process ended."""
        try:
            return self._line_at(self._address, until)
        except (FileNotFoundError, ConnectionError, ConnectionOverError):
            self._address = address_of(self._wanted, until)
        try:
            return self._line_at(self._address, until)
        except (OSError, ConnectionOverError) as error:
            how = "took too long" if isinstance(error, TimeoutError) else "ended its process"
            raise PluginError(f"plugin {self.name} does not load: it {how}") from error

    def _line_at(self, address: str, until: float) -> _Line:
        if not address:
            raise FileNotFoundError
        connection = socket.socket(socket.AF_UNIX)
        try:
            connection.settimeout(max(until - time.monotonic(), 0.001))
            connection.connect(address)
            loaded = read(receive(connection, until))
        except BaseException:
            connection.close()
            raise
        if isinstance(loaded, Loaded):
            return _Line(connection, loaded)
        connection.close()
        assert isinstance(loaded, NotLoaded)
        raise (PluginMissingError if loaded.is_missing else PluginError)(loaded.problem)


_LOADED: dict[tuple[str, ...], HostedPlugin] = {}
_LOADING = threading.Lock()


def _unlocked() -> None:
    """A process that was forked waits for no thread of its parent's."""
    global _LOADING  # noqa: PLW0603
    _LOADING = threading.Lock()


os.register_at_fork(after_in_child=_unlocked)


def load_hosted(name: str, group: str = GROUP) -> HostedPlugin:
    """Return the plugin called `name`, loaded once; raise PluginError if it does not load.

    All agencies and releases that name it share it, and its rest.
    """
    key = (name, group, *import_path())
    with _LOADING:
        if key not in _LOADED:
            _LOADED[key] = HostedPlugin(name, group)
        return _LOADED[key]


@dataclass(frozen=True, slots=True)
class _Line:
    """A connection to the one process that answers on it."""

    socket: socket.socket
    loaded: Loaded

    @property
    def is_open(self) -> bool:
        """Tell whether somebody is still there: nobody says anything without being asked."""
        return not select.select([self.socket.fileno()], [], [], 0)[0]

    def close(self) -> None:
        self.socket.close()

    def kill(self) -> None:
        """End the process, which goes on with what nobody waits for any more."""
        with suppress(ProcessLookupError):
            os.kill(self.loaded.process, signal.SIGKILL)
        self.close()


class _Lines:
    """The lines of one plugin: few at once, and those that are free kept for the next question."""

    def __init__(self) -> None:
        self._few = threading.Semaphore(_AT_ONCE)
        self._kept: list[_Line] = []
        self._process = os.getpid()
        weakref.finalize(self, _close_all, self._kept)

    @contextmanager
    def one_of_few(self, until: float) -> Iterator[None]:
        """Wait for one's turn; raise TimeoutError if it does not come before `until`."""
        if not self._few.acquire(timeout=max(until - time.monotonic(), 0)):
            raise TimeoutError("the plugin is not answering")
        try:
            yield
        finally:
            self._few.release()

    def kept(self) -> _Line | None:
        """Return a line that is free; a process that was forked has none of its parent's."""
        if self._process != os.getpid():
            self._process = os.getpid()
            _close_all(self._kept)
        with suppress(IndexError):
            while True:
                line = self._kept.pop()
                if line.is_open:
                    return line
                line.close()
        return None

    def give_back(self, line: _Line) -> None:
        """Keep a line for the next question, unless enough are."""
        if len(self._kept) < _KEPT:
            self._kept.append(line)
        else:
            line.close()


def _close_all(lines: list[_Line]) -> None:
    while lines:
        lines.pop().close()


class _Breaker:
    """Lets a plugin rest that was too slow, or ended, several times in a row."""

    def __init__(self) -> None:
        self._in_a_row = 0
        self._rests_until = 0.0

    def check(self) -> None:
        """Raise PluginRestsError while it rests; one failure after that makes it rest again."""
        if time.monotonic() < self._rests_until:
            raise PluginRestsError

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Count what fails within as one more time in a row, and what does not as the end of it."""
        try:
            yield
        except (TimeoutError, PluginOverError, PluginError):
            self._in_a_row += 1
            if self._in_a_row >= _IN_A_ROW:
                self._rests_until = time.monotonic() + _RESTS_FOR
            raise
        self._in_a_row = 0
