"""`portal search …`: the index that searches stand on."""

from __future__ import annotations

import click

from portal.commands.opened import portal_opened
from portal.complaints.queries.search_rebuild import begin_rebuild, rebuild_now, rebuild_some
from portal.db.search.merging import merge_waiting
from portal.domain.actor import PORTAL
from portal.runtime import Runtime


@click.group()
def search() -> None:
    """Look after the index that searches stand on."""


@search.command()
def rebuild() -> None:
    """Make the index anew from the texts, or go on where that was begun; pages stay open."""
    with portal_opened() as runtime:
        with runtime.transaction() as session:
            begin_rebuild(session)
        complaints = said = 0
        while done := _rebuild_some(runtime):
            complaints += done
            share = _share(runtime)
            if share >= said + 10:
                said = share
                click.echo(f"{share} %")
        click.echo(f"{complaints} complaints can be searched for anew.")


def _rebuild_some(runtime: Runtime) -> int:
    with runtime.transaction() as session:
        done = rebuild_some(session, runtime.keyring)
    merge_waiting(runtime.database, runtime.now())
    return done


def _share(runtime: Runtime) -> int:
    """Return how much is done, in percent."""
    rebuilding = runtime.read(PORTAL, rebuild_now)
    return 100 if rebuilding is None else round(100 * rebuilding.share)
