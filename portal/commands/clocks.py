"""`portal clocks run`: do by hand what the worker does by itself."""

from __future__ import annotations

import click

from portal.commands.opened import portal_opened, read_moment
from portal.services.mail.digests import tell_staff
from portal.worker import Warner, run_clocks


@click.group()
def clocks() -> None:
    """Look after promised dates."""


@clocks.command()
@click.option(
    "--at", "at", help="The moment to act as of, such as 2026-12-24T09:00:00Z; now if not given."
)
def run(at: str | None) -> None:
    """Act on every clock that has run out at the moment: one step for each complaint.

    Warn about those that come near, and leave the letters for the staff to be sent.
    """
    with portal_opened() as runtime:
        moment = read_moment(at) if at else runtime.now()
        warned = Warner(runtime).warn(moment)
        done = run_clocks(runtime, moment)
        told = tell_staff(runtime, moment)
        click.echo(f"{len(done.acted)} clocks acted upon, {len(done.failed)} could not be.")
        click.echo(f"{warned} warnings, {told} letters to the staff.")
