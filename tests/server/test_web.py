"""Connections are shared out among the processes that listen."""

from __future__ import annotations

import socket
import time

import pytest

from portal.server.web import FairSocket
from portal.shared_numbers import shared_numbers


@pytest.mark.parametrize(
    ("own", "others", "waits"), [(0, (0, 0), False), (2, (2, 3), False), (3, (2, 4), True)]
)
def test_whoever_has_more_connections_than_another_lets_it_accept_first(
    monkeypatch: pytest.MonkeyPatch, own: int, others: tuple[int, int], waits: bool
):
    slept: list[float] = []
    monkeypatch.setattr(time, "sleep", slept.append)
    connections = shared_numbers(3)
    connections[0], connections[1], connections[2] = own, *others
    with FairSocket(socket.create_server(("127.0.0.1", 0)), connections, 0) as listening:
        listening.setblocking(False)
        with pytest.raises(BlockingIOError):
            listening.accept()
    assert bool(slept) is waits
