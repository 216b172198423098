"""Mail comes in by LMTP: the mail server gets its answer once the message is committed.

It listens on this machine alone, for the mail server that stands before it. Each recipient has its
answer; what could not be kept now is to be brought again.
"""

from __future__ import annotations

import asyncio
import os
import socket
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import structlog
from aiosmtpd.lmtp import LMTP

from portal.features.incoming_mail.actions import (
    NotOursError,
    TooLargeError,
    agency_of,
    keep_message,
)
from portal.gateways.incoming_mail import LARGEST
from portal.runtime import Runtime

log = structlog.get_logger()

_SILENT_FOR = 60.0
"""After how many seconds a connection that says nothing is closed."""

_LONGEST_LINE = 1_000_000
_WRITERS = 8
_KEPT, _LATER, _LARGE, _NOT_OURS = (
    "250 2.0.0 kept",
    "451 4.3.0 could not be kept now",
    "552 5.3.4 too large",
    "550 5.1.1 no such address",
)


class _Conversation(LMTP):
    """One connection; a person's program may write lines of any length."""

    line_length_limit = _LONGEST_LINE


class _Handler:
    """What is answered to a mail server."""

    def __init__(self, runtime: Runtime, pool: ThreadPoolExecutor) -> None:
        self._runtime, self._pool = runtime, pool

    async def handle_RCPT(  # noqa: N802  # the library calls it so
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        """Take an address of an agency or of a complaint, and no other."""
        if agency_of(self._runtime, address) is None:
            return _NOT_OURS
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        """Keep the message for all its recipients; each of them has the same answer."""
        keep = partial(self._keep, bytes(envelope.content), tuple(envelope.rcpt_tos))
        answer = await asyncio.get_running_loop().run_in_executor(self._pool, keep)
        return "\r\n".join([answer] * len(envelope.rcpt_tos))

    def _keep(self, raw: bytes, recipients: tuple[str, ...]) -> str:
        try:
            keep_message(self._runtime, raw, recipients, self._runtime.now())
        except TooLargeError:
            return _LARGE
        except NotOursError:
            return _NOT_OURS
        except Exception:
            log.exception("e-mail not kept")
            return _LATER
        return _KEPT


async def serve_lmtp(runtime: Runtime, place: str, stop: asyncio.Event) -> None:
    """Listen at a place until told to stop: a path, or an address and a port of this machine."""
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(_WRITERS, thread_name_prefix="mail") as pool:
        handler = _Handler(runtime, pool)
        listening = listening_at(place)
        server = await loop.create_server(partial(_conversation, handler, loop), sock=listening)
        async with server:
            log.info("mail comes in", at=place)
            await stop.wait()


def _conversation(handler: _Handler, loop: asyncio.AbstractEventLoop) -> _Conversation:
    return _Conversation(
        handler,
        data_size_limit=LARGEST,
        enable_SMTPUTF8=True,
        hostname="portal",
        timeout=_SILENT_FOR,
        loop=loop,
    )


def listening_at(place: str) -> socket.socket:
    """Return a socket that listens at a path, or at an address and a port."""
    if "/" in place:
        return _at_path(Path(place))
    host, _, port = place.rpartition(":")
    listening = socket.create_server((host.strip("[]"), int(port)), backlog=256)
    listening.setblocking(False)
    return listening


def _at_path(path: Path) -> socket.socket:
    """Listen at a path that its own user and group reach; one left by a kill is taken away."""
    path.unlink(missing_ok=True)
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listening.bind(str(path))
    os.chmod(path, 0o660)  # noqa: PTH101  # a path that was just made
    listening.listen(256)
    listening.setblocking(False)
    return listening
