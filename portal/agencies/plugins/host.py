"""The process in which agencies' plugins run: `python -m portal.agencies.plugins.host`.

It imports what plugins may and nothing else of the portal. For each plugin it forks a process that
loads it, once, and which forks one more for each connection: there questions are answered. One that
computes for ever is ended by its alarm, and the next connection has another, with the same code.
All of them end with the portal, whose end of a pipe is then closed.
"""

from __future__ import annotations

import gc
import os
import pickle
import resource
import select
import shutil
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

from portal.agencies.plugins.loading import PluginError, hooks_of, is_outdated, load_plugin
from portal.agencies.plugins.messages import (
    AsConfigured,
    ConnectionOverError,
    Loaded,
    NotLoaded,
    Question,
    Raised,
    Unusable,
    Wanted,
    receive,
    send,
)
from portal.plugin_api import hookimpl, hookspecs

LOAD_SECONDS = 10.0
_GRACE = 0.25
_IDLE_SECONDS = 5.0
_MEMORY_AT_MOST = 512 << 20
_WAITING_AT_MOST = 64
_TOLD_WITHIN = 1.0


class _Given:
    """Answers every hook by what the settings answer, which comes along with the question."""

    answer: Any = None


def _given(given: Any) -> Any:
    return given.answer


for _name in dir(hookspecs):
    if getattr(getattr(hookspecs, _name), f"{hookspecs.PROJECT_NAME}_spec", None) is not None:
        setattr(_Given, _name, hookimpl(_given))


class Relay:
    """A plugin and the settings' answers, asked together as pluggy does."""

    def __init__(self, plugin: object) -> None:
        """Raise PluginError for a hook or an argument that does not exist."""
        self._given, self._plugin = _Given(), plugin
        self._relay = hooks_of(plugin, settings=self._given)

    @property
    def hooks(self) -> frozenset[str]:
        """The names of the hooks that the plugin answers."""
        return frozenset(
            name
            for name, caller in vars(self._relay).items()
            if any(
                implementation.plugin is self._plugin
                for implementation in getattr(caller, "get_hookimpls", list)()
            )
        )

    def answer(self, question: Question | str) -> Any:
        """Return what is answered, or what went wrong."""
        if not isinstance(question, Question):
            return is_outdated(self._plugin)
        self._given.answer = question.configured
        try:
            answer = getattr(self._relay, question.hook)(**question.facts)
        except BaseException as error:  # noqa: BLE001  # a plugin may raise anything
            return Raised(type(error).__name__)
        return AsConfigured() if answer is question.configured else answer


def _serve(listener: socket.socket, lifetime: int, serve: Callable[[socket.socket], None]) -> None:
    """Hand on each connection until the portal is over."""
    while True:
        ready, _, _ = select.select([listener.fileno(), lifetime], [], [])
        if lifetime in ready:
            return
        connection, _ = listener.accept()
        with connection:
            serve(connection)


class _Hosts:
    """The processes of the plugins, each with a socket of its own in one folder."""

    def __init__(self, listener: socket.socket, lifetime: int) -> None:
        self._listener, self._lifetime = listener, lifetime
        self._folder = Path(listener.getsockname()).parent
        self._running: dict[tuple[str, ...], tuple[int, str]] = {}
        self._begun = 0

    def run(self) -> None:
        """Tell where each wanted plugin answers until the portal is over."""
        try:
            _serve(self._listener, self._lifetime, self._tell)
        finally:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _tell(self, connection: socket.socket) -> None:
        connection.settimeout(_TOLD_WITHIN)
        # Whoever asked may be gone.
        with suppress(OSError, ConnectionOverError):
            wanted: Wanted = pickle.loads(receive(connection))  # noqa: S301  # from the portal
            send(connection, self._address_of(wanted))

    def _address_of(self, wanted: Wanted) -> str:
        key = (wanted.name, wanted.group, *wanted.path)
        process, address = self._running.get(key, (0, ""))
        # One that did not load takes its address away before it says so, and ends only then.
        if not process or not Path(address).exists() or _is_over(process):
            process, address = self._running[key] = self._begin(wanted)
        return address

    def _begin(self, wanted: Wanted) -> tuple[int, str]:
        _forget_those_that_are_over()
        self._begun += 1
        address = str(self._folder / f"{self._begun}.sock")
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(address)
        listener.listen(_WAITING_AT_MOST)
        process = os.fork()
        if not process:
            self._listener.close()
            _in_own_process(lambda: _host(wanted, listener, self._lifetime))
        listener.close()
        return process, address


def _forget_those_that_are_over() -> None:
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _is_over(process: int) -> bool:
    try:
        return os.waitpid(process, os.WNOHANG)[0] != 0
    except ChildProcessError:
        return True


def _in_own_process(run: Callable[[], None]) -> NoReturn:
    """Do it and end this process, whatever becomes of it; nothing of its parent's is undone."""
    try:
        run()
    finally:
        os._exit(0)


def _host(wanted: Wanted, listener: socket.socket, lifetime: int) -> None:
    """Load a plugin, and answer each connection from a process of its own."""
    signal.setitimer(signal.ITIMER_REAL, LOAD_SECONDS)
    loaded = _load(wanted)
    signal.setitimer(signal.ITIMER_REAL, 0)
    if isinstance(loaded, NotLoaded):
        _tell_those_who_wait(listener, loaded)
        return
    # Those that answer leave nothing behind that somebody would wait for.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    # What was made up to here is shared with those that answer, and is looked through no more.
    gc.collect()
    gc.freeze()
    relay, version = loaded

    def serve(connection: socket.socket) -> None:
        if not os.fork():
            listener.close()
            _in_own_process(lambda: _answer_all(connection, relay, version))

    _serve(listener, lifetime, serve)


def _tell_those_who_wait(listener: socket.socket, problem: NotLoaded) -> None:
    """Tell whoever asked up to now; whoever asks later has the plugin loaded again."""
    connection, _ = listener.accept()
    Path(listener.getsockname()).unlink()
    listener.setblocking(False)
    with suppress(BlockingIOError):
        while True:
            # One of them may be gone.
            with connection, suppress(OSError):
                send(connection, problem)
            connection, _ = listener.accept()


def _load(wanted: Wanted) -> tuple[Relay, str] | NotLoaded:
    sys.path[:] = wanted.path
    try:
        plugin, version = load_plugin(wanted.name, wanted.group)
        return Relay(plugin), version
    except PluginError as error:
        return NotLoaded(str(error), error.is_missing)
    except BaseException as error:  # noqa: BLE001  # a plugin may raise anything
        return NotLoaded(f"plugin {wanted.name} does not load: {type(error).__name__}", False)


def _answer_all(connection: socket.socket, relay: Relay, version: str) -> None:
    """Answer one question after the other until nobody is there to ask."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_AT_MOST, _MEMORY_AT_MOST))
    send(connection, Loaded(os.getpid(), version, relay.hooks))
    # Nobody asked for a while: the next question finds another process, a fork away.
    connection.settimeout(_IDLE_SECONDS)
    with suppress(ConnectionOverError, OSError):
        while True:
            question: Question | str = pickle.loads(receive(connection))  # noqa: S301  # as above
            _answer(connection, relay, question)


def _answer(connection: socket.socket, relay: Relay, question: Question | str) -> None:
    seconds = question.seconds if isinstance(question, Question) else LOAD_SECONDS
    # What goes on after that is ended by the system: nobody waits for it any more.
    signal.setitimer(signal.ITIMER_REAL, seconds + _GRACE)
    answer = relay.answer(question)
    try:
        send(connection, answer)
    except OSError:
        raise
    except Exception:  # noqa: BLE001  # what a plugin answers may do anything when it is written
        send(connection, Unusable())
    signal.setitimer(signal.ITIMER_REAL, 0)


def main() -> None:
    """Host plugins; the arguments are the descriptors of the socket and of the pipe's end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    listener, lifetime = socket.socket(fileno=int(sys.argv[1])), int(sys.argv[2])
    gc.freeze()
    _Hosts(listener, lifetime).run()


if __name__ == "__main__":
    main()
