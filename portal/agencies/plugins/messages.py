"""What a process that asks plugins and one that hosts them tell each other, over a socket."""

from __future__ import annotations

import pickle
import socket
import time
from functools import lru_cache
from io import BytesIO
from typing import Any, NamedTuple

from portal.agencies.plugins.answering import WrongAnswerError

LONGEST = 4 << 20
_AT_ONCE = 64 * 1024
_SHORT = 16 * 1024
_REMEMBERED = 256
_LENGTH_BYTES = 4


class Wanted(NamedTuple):
    """A plugin that is to be loaded, as the one who asks would find it."""

    name: str
    group: str
    path: list[str]


class Loaded(NamedTuple):
    """A plugin that answers on this connection, in the process with this id."""

    process: int
    version: str
    hooks: frozenset[str]


class NotLoaded(NamedTuple):
    """Why a plugin does not load."""

    problem: str
    is_missing: bool


class Question(NamedTuple):
    """A hook to be answered within `seconds`; `configured` is what the settings answer."""

    hook: str
    facts: dict[str, Any]
    configured: Any
    seconds: float


class Raised(NamedTuple):
    """The kind of what a plugin raised: its words could quote the complaint."""

    kind: str


class Unusable(NamedTuple):
    """An answer that cannot be handed on."""


class AsConfigured(NamedTuple):
    """The plugin leaves the settings' answer as it is."""


IS_OUTDATED = "is outdated"
"""Asks whether the plugin's code changed on the disk since it was loaded."""


class ConnectionOverError(Exception):
    """Whoever was on the other side is there no more."""


def send(connection: socket.socket, message: Any) -> None:
    """Send a message; raise whatever pickle does for what cannot be handed on, and OSError."""
    content = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    connection.sendall(len(content).to_bytes(_LENGTH_BYTES, "big") + content)


def receive(connection: socket.socket, until: float | None = None) -> bytes:
    """Return the next message; raise TimeoutError if it is not whole at `until`, by monotonic().

    Raise ConnectionOverError if there is none, or none of a reasonable size. Nobody sends another
    before this one was answered, so that all that comes is part of it.
    """
    content, length = bytearray(), _LENGTH_BYTES
    while len(content) < length:
        if until is not None:
            connection.settimeout(max(until - time.monotonic(), 0.000_001))
        more = connection.recv(_AT_ONCE)
        if not more:
            raise ConnectionOverError
        content += more
        if len(content) >= _LENGTH_BYTES:
            length = _LENGTH_BYTES + int.from_bytes(content[:_LENGTH_BYTES], "big")
            if length > LONGEST:
                raise ConnectionOverError
    return bytes(content[_LENGTH_BYTES:])


class _Reader(pickle.Unpickler):
    """Reads what a plugin answered: the portal's own values and days, nothing that runs code."""

    def find_class(self, module: str, name: str) -> Any:
        found = super().find_class(module, name) if _is_known(module, name) else None
        if found is None:
            raise WrongAnswerError("did not answer with anything that the portal knows")
        return found


def _is_known(module: str, name: str) -> bool:
    if module.startswith("portal.domain."):
        return name[:1].isupper() and name.isidentifier()
    return (module, name) in _KNOWN


_KNOWN = {
    *(("datetime", name) for name in ("date", "datetime", "time", "timedelta", "timezone")),
    ("zoneinfo", "ZoneInfo"),
    ("zoneinfo", "ZoneInfo._unpickle"),
    *((__name__, kind.__name__) for kind in (AsConfigured, Loaded, NotLoaded, Raised, Unusable)),
}


def read(content: bytes) -> Any:
    """Return a message; the same words are read once, and lead to the same value."""
    return _read_short(content) if len(content) <= _SHORT else _read_now(content)


def _read_now(content: bytes) -> Any:
    try:
        return _Reader(BytesIO(content)).load()
    except WrongAnswerError:
        raise
    except Exception as error:  # a value may refuse to be made
        raise WrongAnswerError("did not answer with anything that the portal knows") from error


_read_short = lru_cache(_REMEMBERED)(_read_now)
