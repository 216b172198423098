"""`portal reports rebuild`: make the counts of every report anew from the history."""

from __future__ import annotations

import time

import click

from portal.commands.opened import portal_opened
from portal.reporting import counting as reporting


@click.group()
def reports() -> None:
    """Look after the counts that reports read."""


@reports.command()
def rebuild() -> None:
    """Count the whole history anew, then what was written meanwhile."""
    with portal_opened() as runtime:
        with runtime.transaction() as session:
            complaints = reporting.rebuild(session)
        if not runtime.database.is_sqlite:
            # The last entries are counted once none can come in before them.
            time.sleep(reporting.SETTLING.total_seconds())
        with runtime.transaction() as session:
            while reporting.feed(session):
                pass
        click.echo(f"{complaints} complaints counted.")
