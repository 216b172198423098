"""The pages over HTTP, by waitress.

It reads a request whole before a thread answers it, and writes the answer as fast as the reader
takes it: whoever sends a photograph over a slow line keeps no thread from anybody else.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Sequence
from typing import Any

import waitress
from flask import Flask
from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer
from waitress.task import WSGITask

from portal.config import Config
from portal.pages.oversized import LARGEST_READ
from portal.server.memory import MemoryOfPages
from portal.shared_numbers import shared_numbers

AT_ONCE = 0.0
_ANSWERED_WITHIN = 20.0
_THREADS_END_WITHIN = 1.0
_LOOKS_EVERY = 1.0
_A_MOMENT = 0.0005


class WebServer:
    """Serves the pages of one process; the `seat` of `connections` says how many it has open."""

    name = "pages"

    def __init__(
        self, app: Flask, config: Config, connections: memoryview | None = None, seat: int = 0
    ) -> None:
        self._app, self._config = app, config
        self._connections = shared_numbers(1) if connections is None else connections
        self._seat = seat
        self._open: dict[int, Any] = {}
        self._stops_within: float | None = None
        self._memory = MemoryOfPages()

    def run(self, listening: Sequence[socket.socket] = ()) -> None:
        """Serve until told to stop, then answer what was asked.

        Without a socket to listen on, listen where the installation says.
        """
        fair = [FairSocket(each, self._connections, self._seat) for each in listening]
        server = waitress.create_server(
            self._app,
            map=self._open,
            threads=self._config.threads,
            max_request_body_size=LARGEST_READ,
            ident=None,
            connection_limit=1000,
            **({"sockets": fair} if fair else self._address()),
        )
        for each in self._servers():
            each.channel_class = _Connection
        while self._stops_within is None:
            self._turn(_LOOKS_EVERY)
        self._finish(self._stops_within)
        server.task_dispatcher.shutdown(timeout=_THREADS_END_WITHIN)
        wasyncore.close_all(self._open)

    def stop(self, within: float = _ANSWERED_WITHIN) -> None:
        """Accept nobody any more, and end when all is answered, or `within` so many seconds."""
        self._stops_within = within
        for server in self._servers():
            server.pull_trigger()

    def _address(self) -> dict[str, Any]:
        return {"host": self._config.host, "port": self._config.port}

    def _turn(self, longest: float) -> None:
        """Read and write whatever is ready; wait for it at most so many seconds."""
        connections = self._connections[self._seat] = len(self._channels())
        self._memory.look(connections)
        wasyncore.loop(longest, use_poll=True, map=self._open, count=1)

    def _finish(self, within: float) -> None:
        for server in self._servers():
            # Its own `close` would also close what threads wake this one with.
            wasyncore.dispatcher.close(server)
        until = time.monotonic() + within
        while time.monotonic() < until and any(map(_is_busy, self._channels())):
            self._turn(min(_LOOKS_EVERY, until - time.monotonic()))

    def _servers(self) -> list[BaseWSGIServer]:
        return [each for each in list(self._open.values()) if isinstance(each, BaseWSGIServer)]

    def _channels(self) -> list[HTTPChannel]:
        return [each for each in list(self._open.values()) if isinstance(each, HTTPChannel)]


class _Answer(WSGITask):  # type: ignore[misc]  # waitress has no types
    """An answer whose head leaves with its body, so that its reader is woken once."""

    wrote_header: bool

    def write(self, data: bytes) -> None:
        """Send a part of the answer, after its head or with it."""
        if self.wrote_header or not (data and self.has_body and len(data) == self.content_length):
            super().write(data)
            return
        self.channel.write_soon(self.build_response_header() + data)
        self.wrote_header = True
        self.content_bytes_written = len(data)


class _Connection(HTTPChannel):  # type: ignore[misc]  # waitress has no types
    """A connection whose answers are sent so."""

    task_class = _Answer


class FairSocket(socket.socket):
    """A socket that several processes accept from, so that each has as many connections.

    All are woken when somebody connects. One that has more connections than another leaves it a
    moment, in which the other will have accepted.
    """

    def __init__(self, listening: socket.socket, connections: memoryview, seat: int) -> None:
        family, kind, protocol = listening.family, listening.type, listening.proto
        super().__init__(family, kind, protocol, fileno=listening.detach())
        self._connections, self._seat = connections, seat

    def accept(self) -> tuple[socket.socket, Any]:
        """Accept a connection, or raise BlockingIOError if another process has it."""
        if self._connections[self._seat] > min(self._connections):
            time.sleep(_A_MOMENT)
        return super().accept()


def _is_busy(channel: HTTPChannel) -> bool:
    """Tell whether something is read, answered or written here."""
    return bool(channel.request or channel.requests or channel.total_outbufs_len)
