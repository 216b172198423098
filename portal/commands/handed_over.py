"""A message is handed to the LMTP server that runs, by a program that starts for each message.

It imports nothing of the portal: a mail server may start it for every message that comes.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Sequence
from io import BufferedRWPair

_PATIENCE = 60.0
LATER, REFUSED, UNKNOWN = 75, 65, 67
"""How such a program ends (sysexits.h): try again, refused for good, no such address."""

_ENDS = {"2": 0, "4": LATER}


class NobodyListensError(Exception):
    """No server answers at the place."""


def place() -> str:
    """Return where the LMTP server listens, as the environment or the `.env` file says."""
    told = os.environ.get("PORTAL_LMTP")
    if told is None and os.path.isfile(".env"):  # noqa: PTH113  # pathlib takes longer to import
        from dotenv import dotenv_values

        told = dotenv_values(".env").get("PORTAL_LMTP")
    return told or ""


def hand_over(place: str, message: bytes, recipients: Sequence[str]) -> int:
    """Hand a message over; return how the program is to end: with 0 once it is committed."""
    try:
        connection = _connected(place)
    except OSError:
        raise NobodyListensError from None
    with connection, connection.makefile("rwb") as stream:
        try:
            return _spoken(stream, message, recipients)
        except OSError:
            return LATER


def _connected(place: str) -> socket.socket:
    if "/" in place:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(_PATIENCE)
        try:
            connection.connect(place)
        except OSError:
            connection.close()
            raise
        return connection
    host, _, port = place.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=_PATIENCE)


def _spoken(stream: BufferedRWPair, message: bytes, recipients: Sequence[str]) -> int:
    _answer(stream)
    said = [b"LHLO portal", b"MAIL FROM:<> BODY=8BITMIME"]
    for line in said:
        if not _asked(stream, line).startswith("2"):
            return LATER
    taken = [
        answer
        for one in recipients
        if (answer := _asked(stream, b"RCPT TO:<" + one.encode() + b">")).startswith("2")
    ]
    if not taken:
        return UNKNOWN
    if not _asked(stream, b"DATA").startswith("3"):
        return LATER
    stream.write(_dotted(message) + b".\r\n")
    stream.flush()
    answers = [_answer(stream) for _ in taken]
    stream.write(b"QUIT\r\n")
    stream.flush()
    return max(_ENDS.get(answer[:1], REFUSED) for answer in answers)


def _asked(stream: BufferedRWPair, line: bytes) -> str:
    stream.write(line + b"\r\n")
    stream.flush()
    return _answer(stream)


def _answer(stream: BufferedRWPair) -> str:
    while True:
        line = stream.readline(2000).decode("utf-8", "replace")
        if not line:
            raise ConnectionError("the server went away")
        if line[3:4] != "-":
            return line


def _dotted(message: bytes) -> bytes:
    """Return a message as it is sent: lines that end alike, a dot before one that begins so."""
    lines = message.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    if lines and not lines[-1]:
        lines.pop()
    return b"".join((b"." if line[:1] == b"." else b"") + line + b"\r\n" for line in lines)
