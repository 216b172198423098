"""`portal mail …`: e-mail comes in, by a server, by a pipe, or fetched from a mailbox."""

from __future__ import annotations

import sys

import click

from portal.commands.handed_over import LATER, NobodyListensError, hand_over, place

_NOT_OURS, _TOO_LARGE, _MISUSED = 67, 65, 64
_LARGEST = 25 * 1024 * 1024


@click.group()
def mail() -> None:
    """Take e-mail that comes in."""


@mail.command()
@click.argument("recipients", nargs=-1, required=True)
def receive(recipients: tuple[str, ...]) -> None:
    """Take one message from the standard input, for these RECIPIENTS.

    It ends with 0 once the message is kept, 75 where a mail server is to try again, 67 where no
    recipient is an address of the portal, and 65 where it is too large. It hands the message to the
    LMTP server where one runs.
    """
    message = sys.stdin.buffer.read(_LARGEST + 1)
    if not message.strip():
        raise SystemExit(_MISUSED)
    if len(message) > _LARGEST:
        raise SystemExit(_TOO_LARGE)
    try:
        ended = hand_over(place(), message, recipients) if place() else None
    except NobodyListensError:
        ended = None
    raise SystemExit(_kept_here(message, recipients) if ended is None else ended)


def _kept_here(message: bytes, recipients: tuple[str, ...]) -> int:
    """Keep a message without the server; the worker makes of it what it is."""
    from portal.commands.opened import portal_opened
    from portal.features.incoming_mail.actions import NotOursError, keep_message

    try:
        with portal_opened() as runtime:
            keep_message(runtime, message, recipients, runtime.now())
    except NotOursError:
        return _NOT_OURS
    except Exception as error:  # noqa: BLE001  # the mail server has the message, and tries again
        click.echo(str(getattr(error, "message", type(error).__name__)), err=True)
        return LATER
    return 0


@mail.command("serve")
def serve_mail() -> None:
    """Listen for the mail server by LMTP, at the place that PORTAL_LMTP says."""
    import asyncio
    import signal

    from portal.commands.opened import portal_opened
    from portal.server.lmtp import serve_lmtp

    with portal_opened() as runtime:
        if not (runtime.config.lmtp and runtime.config.inbox):
            raise click.ClickException(
                "Say in PORTAL_LMTP where to listen, and in PORTAL_INBOX for which address."
            )

        async def run() -> None:
            stop = asyncio.Event()
            for number in (signal.SIGTERM, signal.SIGINT):
                asyncio.get_running_loop().add_signal_handler(number, stop.set)
            await serve_lmtp(runtime, runtime.config.lmtp, stop)

        try:
            asyncio.run(run())
        except OSError as error:
            raise click.ClickException(
                f"{runtime.config.lmtp} cannot be listened at: {error.strerror}."
            ) from None
