"""`portal db …`, `dump …`: what is stored."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from typing import Any

import click

from portal.commands.opened import portal_opened
from portal.complaints.proof.exported import export_history
from portal.complaints.queries import exports
from portal.db import schema
from portal.db.lost import note_made
from portal.db.soundness import damages, has_checksums
from portal.domain.actor import PORTAL
from portal.domain.troubles import OlderStateError
from portal.runtime import Runtime


@click.group()
def db() -> None:
    """Look after the database's structure."""


@db.command()
@click.argument("revision", default="head")
@click.option("--new", is_flag=True, help="Make a new, empty database where one was lost.")
def upgrade(revision: str, new: bool) -> None:
    """Bring the database up to REVISION, the newest by default.

    Where its keys or documents are there and the database is not, it refuses, unless told --new.
    """
    with portal_opened(migrated=False, makes=True, anew=new) as runtime:
        schema.upgrade(runtime.database, revision)
        note_made(runtime.config)
        if new:
            _accept(runtime)
        _say_where(runtime)


@db.command()
@click.argument("revision")
def downgrade(revision: str) -> None:
    """Take the database back to REVISION; "base" empties it."""
    with portal_opened(migrated=False) as runtime:
        schema.downgrade(runtime.database, revision)
        _say_where(runtime)


@db.command()
def check() -> None:
    """Compare the database with what this version needs, and print every difference.

    Then look through its pages, and print what is damaged.
    """
    with portal_opened(migrated=False) as runtime:
        _say_differences(runtime)
        _say_damages(runtime)
        runtime.glance(runtime.last_kept.ensure_not_older)


@db.command("accept-older")
def accept_older() -> None:
    """Accept a database that holds less than was kept there last, as a backup does.

    Its numbers go on after the last one that was given: none is given twice.
    """
    with portal_opened() as runtime:
        try:
            runtime.glance(runtime.last_kept.ensure_not_older)
        except OlderStateError as older:
            click.echo(f"Accepted, though {older}.")
            _accept(runtime)
        else:
            click.echo("The database holds all that was kept last: there is nothing to accept.")


def _accept(runtime: Runtime) -> None:
    try:
        lost = runtime.last_kept.accept(runtime.database, runtime.now())
    except OSError as error:
        told = f"What is lost cannot be kept in {runtime.config.data}: {error.strerror}."
        raise click.ClickException(f"{told} Nothing was accepted: try again.") from None
    for numbers in lost:
        click.echo(f"{numbers.told} New ones go on after them.")


def _say_where(runtime: Runtime) -> None:
    revision = schema.revision_of(runtime.database)
    if revision == schema.head():
        _say_differences(runtime)
    else:
        click.echo(f"The database is at {revision or 'base'}.")


def _say_differences(runtime: Runtime) -> None:
    """Say that the database is at head if it is what the models say; end with 1 otherwise."""
    if differences := schema.differences(runtime.database):
        for difference in differences:
            click.echo(difference)
        sys.exit(1)
    click.echo(f"The database is at head ({schema.head()}).")


def _say_damages(runtime: Runtime) -> None:
    """Say that the pages are sound, as far as the database tells; end with 1 otherwise."""
    is_damaged = False
    for damage in damages(runtime.database):
        is_damaged = True
        click.echo(f"damaged: {damage}")
    if is_damaged:
        click.echo("Stop the portal, keep these files, and put a sound copy in their place.")
        sys.exit(1)
    if runtime.database.is_sqlite or has_checksums(runtime.database):
        click.echo("No damaged page was found.")
    else:
        click.echo("PostgreSQL keeps no checksums of its pages: pg_amcheck looks through them.")


_SUBJECTS: dict[str, Callable[[Runtime, Any], Iterator[dict[str, Any]]]] = {
    "complaints": lambda _, session: exports.complaints(session),
    "clocks": lambda _, session: exports.clocks(session),
    "history": lambda runtime, session: export_history(session, runtime.keyring),
    "outbox": lambda _, session: exports.outbox(session),
}


@click.command()
@click.argument("subject", type=click.Choice(list(_SUBJECTS)))
def dump(subject: str) -> None:
    """Print every row of SUBJECT as one line of JSON."""
    with portal_opened() as runtime, runtime.reading(PORTAL) as session:
        for row in _SUBJECTS[subject](runtime, session):
            click.echo(json.dumps(row, ensure_ascii=False))
