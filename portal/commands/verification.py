"""`portal history verify`: prove that history was not changed."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from portal.commands.opened import portal_opened
from portal.complaints.verification import (
    UnreadableExportError,
    Verified,
    verify_database,
    verify_export,
)
from portal.domain.actor import PORTAL
from portal.features.ready_file.actions import NotAReadyFileError, ready_file_problem


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
    _report(verified)


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


def _report(verified: Verified) -> None:
    if verified.broken:
        broken = verified.broken
        click.echo(f"Broken at complaint {broken.complaint} entry {broken.seq}: {broken.reason}")
        sys.exit(1)
    click.echo(f"History holds: {verified.entries} entries of {verified.complaints} complaints.")
