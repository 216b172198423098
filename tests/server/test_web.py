"""Connections are shared out among the processes that listen, and an answer leaves whole."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection

import pytest
from flask import Flask, Response, request
from waitress import wasyncore

from portal.config import Config
from portal.server.web import FairSocket, WebServer
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


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What a server hands to the network, piece by piece."""
    pieces: list[bytes] = []
    send = wasyncore.dispatcher.send

    def noted(connection: wasyncore.dispatcher, data: bytes, **how: bool) -> int:
        pieces.append(bytes(data))
        return int(send(connection, data, **how))

    monkeypatch.setattr(wasyncore.dispatcher, "send", noted)
    return pieces


@pytest.fixture
def port(serving: tuple[WebServer, int]) -> int:
    """Where a server of a few pages listens."""
    return serving[1]


@pytest.fixture
def serving(sent: list[bytes]) -> Iterator[tuple[WebServer, int]]:
    """A server of a few pages, and where it listens."""
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = 1_000_000
    app.add_url_rule("/page", "page", view_func=lambda: "x" * 5_000)
    app.add_url_rule("/nothing", "nothing", view_func=lambda: ("", 204))
    app.add_url_rule(
        "/sent", "sent", methods=["POST"], view_func=lambda: str(len(request.get_data()))
    )
    app.add_url_rule("/parts", "parts", view_func=lambda: Response(iter(("a" * 10, "b" * 10))))
    listening = socket.create_server(("127.0.0.1", 0))
    address = listening.getsockname()
    server = WebServer(app, Config(_env_file=None))
    thread = threading.Thread(target=server.run, args=([listening],))
    thread.start()
    yield server, int(address[1])
    server.stop()
    thread.join()


def asked(port: int, method: str, page: str) -> tuple[int, bytes]:
    with closing(HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request(method, page)
        answer = connection.getresponse()
        return answer.status, answer.read()


def test_the_head_of_an_answer_leaves_with_its_body(port: int, sent: list[bytes]):
    assert asked(port, "GET", "/page") == (200, b"x" * 5_000)
    assert len(sent) == 1


@pytest.mark.parametrize(
    ("method", "page", "answer"),
    [
        ("HEAD", "/page", (200, b"")),
        ("GET", "/nothing", (204, b"")),
        ("GET", "/parts", (200, b"a" * 10 + b"b" * 10)),
    ],
)
def test_an_answer_without_one_whole_body_is_sent_as_ever(
    port: int, method: str, page: str, answer: tuple[int, bytes]
):
    assert asked(port, method, page) == answer


def test_a_server_that_is_told_to_stop_answers_whoever_is_still_sending(
    serving: tuple[WebServer, int],
):
    server, port = serving
    head = b"POST /sent HTTP/1.1\r\nHost: x\r\nContent-Length: 3000\r\n\r\n"
    with closing(socket.create_connection(("127.0.0.1", port), timeout=10)) as connection:
        connection.sendall(head)
        time.sleep(0.2)
        server.stop()
        for _ in range(3):
            connection.sendall(b"x" * 1000)
            time.sleep(0.1)
        assert connection.recv(4096).endswith(b"3000")
