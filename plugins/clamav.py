"""Every agency: documents are scanned by a clamd, spoken to by its INSTREAM command.

`PORTAL_CLAMAV` says where it listens: `host:port`, 127.0.0.1:3310 if not said, or the path of a
Unix socket. Its `StreamMaxLength` must not be below the size that a document may have.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from portal.plugin_api import CLEAN, File, Verdict, hookimpl

ADDRESS = "PORTAL_CLAMAV"
SECONDS = 15.0
_CHUNK = 64 * 1024
_LONGEST_REPLY = 4096


class ScannerError(Exception):
    """The scanner did not say whether a file carries a virus."""


@hookimpl
def scan_file(file: File) -> Verdict:
    """Ask clamd; raise if it cannot be reached or does not know, so that nothing passes unseen."""
    with _connection() as clamd:
        clamd.sendall(b"zINSTREAM\0")
        for chunk in _chunks(file.content):
            clamd.sendall(len(chunk).to_bytes(4, "big") + chunk)
        return _verdict(_reply(clamd))


@contextmanager
def _connection() -> Iterator[socket.socket]:
    address = os.environ.get(ADDRESS, "127.0.0.1:3310")
    if address.startswith("/"):
        with socket.socket(socket.AF_UNIX) as local:
            local.settimeout(SECONDS)
            local.connect(address)
            yield local
    else:
        host, _, port = address.rpartition(":")
        with socket.create_connection((host.strip("[]"), int(port)), timeout=SECONDS) as remote:
            yield remote


def _chunks(content: bytes) -> Iterator[bytes]:
    """Yield the content piece by piece, then the empty piece that ends it."""
    for start in range(0, len(content), _CHUNK):
        yield content[start : start + _CHUNK]
    yield b""


def _reply(clamd: socket.socket) -> str:
    said = b""
    while not said.endswith(b"\0"):
        more = clamd.recv(_LONGEST_REPLY)
        if not more or len(said) > _LONGEST_REPLY:
            raise ScannerError
        said += more
    return said.rstrip(b"\0").decode("utf-8", "replace")


def _verdict(said: str) -> Verdict:
    """Read "stream: OK" or "stream: Name-Of-Virus FOUND"; anything else is no verdict."""
    told = said.removeprefix("stream: ")
    if told == "OK":
        return CLEAN
    if told.endswith(" FOUND"):
        return Verdict(told.removesuffix(" FOUND"))
    raise ScannerError
