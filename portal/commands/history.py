"""`portal history …`: proving that nothing was forged."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import click
from sqlalchemy.orm import Session

from portal.commands.given_files import (
    GivenFile,
    ProvingCommands,
    UnusableFileError,
    ensure_filled,
    text_of,
    usable,
)
from portal.commands.opened import config, portal_opened
from portal.complaints.letters.anchoring import write_to_top_authorities
from portal.complaints.proof.anchoring import NoRootError, OtherHistoryError, anchored, keep
from portal.complaints.proof.chains import Verified
from portal.complaints.proof.exported import UnreadableExportError, signed_by, verify_export
from portal.complaints.proof.growing import BusyError, Tree
from portal.complaints.proof.stored import entry_with_hash, verify_database
from portal.complaints.queries.staff import Staff
from portal.domain.actor import PORTAL
from portal.domain.history_tree import Anchor, UnreadableAnchorError, anchors_in
from portal.domain.troubles import OlderStateError
from portal.features.ready_file.actions import (
    NotAReadyFileError,
    ready_file_problem,
    ready_file_signed_by,
)
from portal.keyring import known_public_key
from portal.runtime import Runtime

_FILE = GivenFile()
BROKEN, UNPROVED = 1, 2
"""How a command ends where something was forged, and where a part of it could not be told."""


@click.group(cls=ProvingCommands)
def history() -> None:
    """Look after the history of complaints.

    The commands end with 0 where all is well, with 1 where something was forged, with 2 where
    something could not be told, and with 3 where they could not look: a file that is missing or is
    something else, no keys, another database, a mistake in how they are called.
    """


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
@click.option(
    "--anchor",
    "anchor_files",
    type=_FILE,
    multiple=True,
    help="Roots that were kept outside, such as what `portal history anchor` wrote.",
)
@click.option(
    "--receipt",
    "receipts",
    nargs=2,
    multiple=True,
    metavar="NUMBER HASH",
    help="What a citizen's receipt says: the database has to hold that entry.",
)
def verify(
    export: Path | None,
    public_key: str | None,
    anchor_files: Sequence[Path],
    receipts: Sequence[tuple[str, str]],
) -> None:
    """Verify every chain, head, root and release, and that all stands as they tell.

    It names what is broken and ends with 1. It ends with 2 where all of it holds and something
    could not be told, which it says: above all, without an anchor or a receipt, that this is not an
    older state. It ends with 3 where it could not look: a file, the keys or the database do not
    open, or are something else.
    """
    if public_key and export is None:
        raise click.UsageError("--public-key says who signed an export: name that by --file.")
    anchors = [anchor for file in anchor_files for anchor in _anchors(file)]
    if export is not None:
        _verify_export(export, public_key or _own_key(), anchors)
        return
    with portal_opened() as runtime, runtime.reading(PORTAL) as session:
        lost = runtime.last_kept.lost
        verified = verify_database(session, runtime.keyring, anchors, lost)
        _end_if_broken(verified)
        _end_without_receipts(session, receipts)
        _end_if_older(runtime)
        for numbers in lost:
            click.echo(numbers.told)
    _say_that_it_holds(verified, anchors, is_dated=bool(anchors or receipts))


@history.command()
@click.option("--to", "target", type=click.Path(path_type=Path), help="Add it to this file.")
@click.option("--letter", is_flag=True, help="Send it to the top authority of each agency.")
def anchor(target: Path | None, letter: bool) -> None:
    """Sign a root over all that is stored by now, to be kept outside: print it or add it to a file.

    Whoever has it tells by `portal history verify --anchor` whether anything that it covers was
    changed or removed since, even by somebody who holds the keys.
    """
    with portal_opened() as runtime:
        try:
            Tree(runtime).grow_now()
            root = anchored(runtime)
            readers = _write_letters(runtime, root) if letter else 0
        except BusyError:
            raise click.ClickException("Something is being stored all the while.") from None
        except NoRootError:
            raise click.ClickException("Nothing is stored yet that could be covered.") from None
    if letter:
        click.echo(f"{readers} letters to top authorities wait to be sent.")
    if target is not None:
        with usable(target), target.open("a", encoding="utf-8") as file:
            file.write(root.as_text())
        click.echo(f"The root was added to {target}. Keep it where nobody reaches it from here.")
    if target is None and not letter:
        click.echo(root.as_text(), nl=False)


@history.command("keep")
@click.argument("received", type=_FILE)
def keep_anchor(received: Path) -> None:
    """Keep another installation's roots in this one, by the key that signed them.

    They are refused unless each was signed by the key that it names, and if it covers less than
    one that was kept before of the same key, or as much in another way.
    """
    folder = config().data / "anchors"
    try:
        with usable(folder):
            file = keep(folder, _anchors(received))
    except OtherHistoryError as error:
        click.echo(f"Refused: {error}")
        sys.exit(BROKEN)
    click.echo(f"Kept in {file}, for: portal history verify --anchor")


@history.command("verify-file")
@click.argument("archive", type=_FILE)
@click.option("--public-key", help="Who must have signed it (base64); by default this portal.")
def verify_file(archive: Path, public_key: str | None) -> None:
    """Verify the ready file of a complaint by itself; exit 1 if anything was changed, 2 and 3 as
    verify does.
    """
    try:
        expected = public_key or _own_key()
        signer = ready_file_signed_by(archive)
        problem = ready_file_problem(archive, expected or signer)
    except NotAReadyFileError:
        raise UnusableFileError(f"{archive} is no ready file of a complaint.") from None
    if problem:
        click.echo(f"Changed: {problem}")
        sys.exit(BROKEN)
    if expected is None:
        _end_unproved("The file is as it was signed", signer)
    click.echo("The file is as it was signed.")


def _write_letters(runtime: Runtime, root: Anchor) -> int:
    with runtime.transaction(PORTAL) as session:
        agencies = runtime.agencies.in_force.agencies
        return write_to_top_authorities(session, Staff(runtime.now()), agencies, root)


def _verify_export(export: Path, expected: str | None, anchors: Sequence[Anchor]) -> None:
    ensure_filled(export)
    with _export_read(export):
        with export.open(encoding="utf-8") as lines:
            signer = expected or signed_by(lines) or ""
        with export.open(encoding="utf-8") as lines:
            verified = verify_export(lines, signer, anchors=anchors)
    _end_if_broken(verified)
    if expected is None:
        _end_unproved(f"The export holds ({_counted(verified)})", signer)
    _say_that_it_holds(verified, anchors, is_dated=bool(anchors))


@contextmanager
def _export_read(export: Path) -> Iterator[None]:
    try:
        with usable(export):
            yield
    except UnreadableExportError as error:
        raise UnusableFileError(f"{export} is no export of history: {error}.") from None


def _anchors(file: Path) -> list[Anchor]:
    try:
        return anchors_in(text_of(file))
    except UnreadableAnchorError:
        raise UnusableFileError(f"{file} holds no root of a history.") from None


def _own_key() -> str | None:
    """Return this installation's public key; without an installation there is none to expect."""
    return known_public_key(config().keys)


def _end_if_broken(verified: Verified) -> None:
    for broken in verified.breaks:
        place = f" at complaint {broken.complaint} entry {broken.seq}" if broken.complaint else ""
        click.echo(f"Broken{place}: {broken.reason}")
    if verified.broken_in_all > len(verified.breaks):
        named = len(verified.breaks)
        click.echo(f"{verified.broken_in_all} breaks in all, of which these {named} are named.")
    if verified.breaks:
        sys.exit(BROKEN)


def _end_without_receipts(session: Session, receipts: Sequence[tuple[str, str]]) -> None:
    """End where the database lacks what a receipt says: it is an older state, or another's."""
    for number, hashed in receipts:
        if entry_with_hash(session, number, hashed) is None:
            click.echo(f"Broken: complaint {number} has no entry with the hash of its receipt")
            sys.exit(BROKEN)


def _end_if_older(runtime: Runtime) -> None:
    """End where it is remembered beside the database that more was kept: it is an older state."""
    try:
        runtime.glance(runtime.last_kept.ensure_not_older)
    except OlderStateError as older:
        click.echo(f"Broken: {older}")
        sys.exit(BROKEN)


def _say_that_it_holds(verified: Verified, anchors: Sequence[Anchor], *, is_dated: bool) -> None:
    root, held = verified.root, f"History holds: {_counted(verified)}"
    if root is None:
        click.echo(f"{held}. No root covers it yet: the worker signs one every minute.")
        _say_what_was_found(verified)
        sys.exit(UNPROVED)
    ahead = f"; {beyond} entries came since" if (beyond := verified.entries - root.entries) else ""
    click.echo(
        f"{held}, as of root {root.entries} of {root.at.isoformat(timespec='seconds')}{ahead}."
    )
    _say_how_far_proved(verified, anchors)
    _say_what_was_found(verified)
    if not is_dated:
        click.echo("An older state that was whole and signed looks the same: give a root that was")
        click.echo("kept outside, by --anchor, or what a citizen's receipt says, by --receipt.")
        sys.exit(UNPROVED)


def _say_how_far_proved(verified: Verified, anchors: Sequence[Anchor]) -> None:
    """Say what anchors do not prove: that nothing which came after the newest was removed."""
    if not anchors:
        return
    newest = max((anchor.root for anchor in anchors), key=lambda root: (root.entries, root.at))
    if newest.entries < verified.entries:
        at = newest.at.isoformat(timespec="seconds")
        click.echo(f"Nothing later than root {newest.entries} of {at} is proved by it.")


def _say_what_was_found(verified: Verified) -> None:
    """Say how many releases nobody signed when they were put in force."""
    if verified.found_releases:
        click.echo(
            f"Releases of settings that are as an upgrade found them: {verified.found_releases}."
        )
        click.echo("Nothing tells what was changed in them before.")


def _end_unproved(what: str, signer: str) -> NoReturn:
    """Say that something holds, but not whose it is: anybody can make a key."""
    click.echo(f"{what}, by the key {signer}. Whose key that is was not checked:")
    click.echo("name the portal's, which its receipts show, by --public-key.")
    sys.exit(UNPROVED)


def _counted(verified: Verified) -> str:
    return f"{verified.entries} entries of {verified.complaints} complaints"
