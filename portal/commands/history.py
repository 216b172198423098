"""`portal history …`: proving that nothing was forged."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NoReturn

import click

from portal.commands.opened import config, portal_opened
from portal.complaints.proof.chains import Verified
from portal.complaints.proof.exported import UnreadableExportError, signed_by, verify_export
from portal.complaints.proof.stored import verify_database
from portal.domain.actor import PORTAL
from portal.features.ready_file.actions import (
    NotAReadyFileError,
    ready_file_problem,
    ready_file_signed_by,
)
from portal.keyring import known_public_key

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
BROKEN, UNPROVED = 1, 2
"""How a command ends where something was forged, and where a part of it could not be told."""


@click.group()
def history() -> None:
    """Look after the history of complaints."""


@history.command()
@click.option(
    "--file",
    "export",
    type=_FILE,
    help="Verify an export (portal dump history) by itself, without the database.",
)
@click.option(
    "--public-key", help="Who must have signed the export (base64); by default this portal."
)
def verify(export: Path | None, public_key: str | None) -> None:
    """Verify every chain and signed head; name the first broken entry and exit 1 if any.

    It ends with 2 where all of it holds and something could not be told: which, it says.
    """
    if export is not None:
        _verify_export(export, public_key or _own_key())
        return
    with portal_opened() as runtime, runtime.reading(PORTAL) as session:
        verified = verify_database(session, runtime.keyring)
    _end_if_broken(verified)
    click.echo(f"History holds: {_counted(verified)}.")


@history.command("verify-file")
@click.argument("archive", type=_FILE)
@click.option("--public-key", help="Who must have signed it (base64); by default this portal.")
def verify_file(archive: Path, public_key: str | None) -> None:
    """Verify the ready file of a complaint by itself; exit 1 if anything was changed."""
    try:
        expected = public_key or _own_key()
        signer = ready_file_signed_by(archive)
        problem = ready_file_problem(archive, expected or signer)
    except NotAReadyFileError:
        raise click.ClickException(f"{archive} is no ready file of a complaint.") from None
    if problem:
        click.echo(f"Changed: {problem}")
        sys.exit(BROKEN)
    if expected is None:
        _end_unproved("The file is as it was signed", signer)
    click.echo("The file is as it was signed.")


def _verify_export(export: Path, expected: str | None) -> None:
    try:
        with export.open(encoding="utf-8") as lines:
            signer = expected or signed_by(lines) or ""
        with export.open(encoding="utf-8") as lines:
            verified = verify_export(lines, signer)
    except UnreadableExportError as error:
        raise click.ClickException(str(error)) from None
    _end_if_broken(verified)
    if expected is None:
        _end_unproved(f"The export holds ({_counted(verified)})", signer)
    click.echo(f"History holds: {_counted(verified)}.")


def _own_key() -> str | None:
    """Return this installation's public key; without an installation there is none to expect."""
    return known_public_key(config().keys)


def _end_if_broken(verified: Verified) -> None:
    if broken := verified.broken:
        place = f" at complaint {broken.complaint} entry {broken.seq}" if broken.complaint else ""
        click.echo(f"Broken{place}: {broken.reason}")
        sys.exit(BROKEN)


def _end_unproved(what: str, signer: str) -> NoReturn:
    """Say that something holds, but not whose it is: anybody can make a key."""
    click.echo(f"{what}, by the key {signer}. Whose key that is was not checked:")
    click.echo("name the portal's, which its receipts show, by --public-key.")
    sys.exit(UNPROVED)


def _counted(verified: Verified) -> str:
    return f"{verified.entries} entries of {verified.complaints} complaints"
