"""`portal db …`, `dump …`, `reports …`, `history …`: what is stored, counted, and proven."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click

from portal.commands.opened import portal_opened
from portal.complaints.queries import exports
from portal.complaints.verification import (
    UnreadableExportError,
    export_history,
    verify_database,
    verify_export,
)
from portal.db import schema
from portal.domain.actor import PORTAL
from portal.features.ready_file.actions import NotAReadyFileError, ready_file_problem
from portal.reporting import counting as reporting
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


@click.group()
def history() -> None:
    """Look after the history of complaints."""


@history.command()
@click.option(
    "--file",
    "export",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Verify an export (portal dump history) by itself, without the database.",
)
@click.option("--public-key", help="Expect the export to be signed by this key (base64).")
def verify(export: Path | None, public_key: str | None) -> None:
    """Verify every chain and signed head; name the first broken entry and exit 1 if any."""
    if export is None:
        with portal_opened() as runtime, runtime.reading(PORTAL) as session:
            verified = verify_database(session, runtime.keyring)
    else:
        try:
            with export.open(encoding="utf-8") as lines:
                verified = verify_export(lines, public_key)
        except UnreadableExportError as error:
            raise click.ClickException(str(error)) from None
    if broken := verified.broken:
        click.echo(f"Broken at complaint {broken.complaint} entry {broken.seq}: {broken.reason}")
        sys.exit(1)
    click.echo(f"History holds: {verified.entries} entries of {verified.complaints} complaints.")


@history.command("verify-file")
@click.argument("archive", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--public-key", help="Expect it to be signed by this key (base64).")
def verify_file(archive: Path, public_key: str | None) -> None:
    """Verify the ready file of a complaint by itself; exit 1 if anything was changed."""
    try:
        problem = ready_file_problem(archive, public_key)
    except NotAReadyFileError:
        raise click.ClickException(f"{archive} is no ready file of a complaint.") from None
    if problem:
        click.echo(f"Changed: {problem}")
        sys.exit(1)
    click.echo("The file is as it was signed.")
