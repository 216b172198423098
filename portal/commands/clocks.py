"""`portal clocks run`: do by hand what the worker does by itself."""

from __future__ import annotations

import click

from portal.commands.opened import portal_opened, read_moment
from portal.worker import run_clocks


@click.group()
def clocks() -> None:
    """Look after promised dates."""


@clocks.command()
@click.option(
    "--at", "at", help="The moment to act as of, such as 2026-12-24T09:00:00Z; now if not given."
)
def run(at: str | None) -> None:
    """Act on every clock that has run out at the moment: one step for each complaint."""
    with portal_opened() as runtime:
        moment = read_moment(at) if at else runtime.now()
        done = run_clocks(runtime, moment)
        click.echo(f"{len(done.acted)} clocks acted upon, {len(done.failed)} could not be.")
