"""`portal db …`: the database's structure."""

from __future__ import annotations

import sys

import click

from portal.commands.opened import portal_opened
from portal.db import schema
from portal.runtime import Runtime


@click.group()
def db() -> None:
    """Look after the database's structure."""


@db.command()
@click.argument("revision", default="head")
def upgrade(revision: str) -> None:
    """Bring the database up to REVISION, the newest by default."""
    with portal_opened(migrated=False) as runtime:
        schema.upgrade(runtime.database, revision)
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
    """Compare the database with what this version needs, and print every difference."""
    with portal_opened(migrated=False) as runtime:
        _say_differences(runtime)


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
