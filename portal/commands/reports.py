"""`portal reports …`: what is counted, and what is published of it."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable
from typing import IO

import click
import msgspec

from portal.app import FEATURES
from portal.commands.annual_report import annual
from portal.commands.opened import portal_opened
from portal.commands.recount import rebuild
from portal.domain.actor import PORTAL
from portal.domain.text import Text
from portal.domain.time.periods import Period
from portal.reporting.open_data.dumps import (
    For,
    NotADumpError,
    differences,
    dump_of,
    life_name,
    not_told,
    read_file,
)
from portal.reporting.vintages.freezing import (
    NothingToReviseError,
    NotPublishedError,
    Publishing,
    revise,
)
from portal.reporting.vintages.lives import LivesRead
from portal.reporting.vintages.queries import published_lately, vintages
from portal.reporting.vintages.queries_lives import lives_in
from portal.reporting.vintages.records import ReportVintageRecord
from portal.runtime import Runtime

_REFUSED = 1
"""The status of a command that changed nothing of what was asked."""
_GZIP = b"\x1f\x8b"


def read_quarter(written: str) -> Period:
    """Return the quarter that was written as in addresses, such as 2026-T3."""
    period = Period.parse(written)
    if period is None or period.quarter is None:
        raise click.BadParameter(f"{written!r} is no quarter, such as 2026-T3")
    return period


@click.group()
def reports() -> None:
    """Look after the counts that reports read, and what is published of them."""


reports.add_command(annual)
reports.add_command(rebuild)


@reports.command()
def publish() -> None:
    """Publish every quarter that ended 30 days ago or more, unless it is published.

    The worker does the same by itself.
    """
    with portal_opened() as runtime:
        click.echo(f"{Publishing(runtime).run(runtime.now())} quarters published.")


@reports.command(name="revise")
@click.argument("quarter", type=read_quarter)
@click.option("--reason", required=True, help="Why, in French, for everybody to read.")
@click.option("--reason-en", required=True, help="The same in English.")
def revise_published(quarter: Period, reason: str, reason_en: str) -> None:
    """Publish the figures of QUARTER anew, as they are counted by now.

    The public page says when and why. What was hidden stays hidden, and so does what moved by fewer
    than five.
    """
    with portal_opened() as runtime:
        try:
            changed = _revised(runtime, quarter, Text(reason, reason_en))
        except NotPublishedError:
            click.echo(f"{quarter} is not published: nothing to revise.", err=True)
            raise SystemExit(_REFUSED) from None
        except NothingToReviseError:
            click.echo(f"{quarter} is published as it is counted by now.", err=True)
            raise SystemExit(_REFUSED) from None
    for table, figures in changed.items():
        click.echo(f"{table}: {figures} changed")


@reports.command()
@click.argument("quarter", type=read_quarter)
@click.option(
    "--for",
    "audience",
    type=click.Choice([audience.value for audience in For]),
    default=For.PUBLIC.value,
    help="The auditor's has the counts as well: it tells of few people.",
)
def dump(quarter: Period, audience: str) -> None:
    """Print what is published of QUARTER, signed, as JSON.

    Above the auditor's stand the complaints that the quarter counts, a line each: under a number of
    their own, with what a figure rests on, and no text and no person.
    """
    with portal_opened() as runtime:
        with runtime.reading(PORTAL) as session:
            found = vintages(session, quarter)
            lately = published_lately(session, quarter)
        if not found:
            click.echo(f"{quarter} is not published.", err=True)
            raise SystemExit(_REFUSED)
        lives = _printed_lives(runtime, found[-1], quarter) if audience == For.AUDITOR else None
        told = dump_of(found, For(audience), runtime.keyring, lately, lives)
    click.echo(msgspec.json.encode(told).decode())


@reports.command()
@click.argument("dump", type=click.File("rb"))
@click.option("--public-key", default="", help="The key that has to have signed it, in base64.")
def recompute(dump: IO[bytes], public_key: str) -> None:
    """Work every published figure out again from DUMP, and say which comes out otherwise.

    No portal is needed. From the auditor's dump each figure is computed anew, from its counts and
    from the moves of each complaint; of the public one the signature and the sums are checked.
    """
    try:
        read, lives = read_file(_lines_of(dump))
    except (NotADumpError, EOFError, OSError, zlib.error) as error:
        raise click.BadParameter(f"no dump of figures: {error}") from error
    found = list(differences(read, FEATURES.counted_apart, public_key, lives))
    if later := not_told(read, FEATURES.counted_apart):
        click.echo(f"Not in this dump, so not compared: {', '.join(later)}.", err=True)
    for difference in found:
        click.echo(difference)
    if found:
        raise SystemExit(_REFUSED)
    how = "worked out again" if read.dump is For.AUDITOR else "checked"
    among = f" from the moves of {lives.count} complaints" if lives.count else ""
    click.echo(f"OK: {len(read.rows)} figures of {read.quarter} {how}{among}.")


def _lines_of(file: IO[bytes]) -> Iterable[bytes]:
    """Return the lines of a file, be it packed by gzip as pages hand it over, or not."""
    if not file.seekable():
        return file
    begins = file.read(len(_GZIP))
    file.seek(0)
    return gzip.open(file) if begins == _GZIP else file


def _printed_lives(runtime: Runtime, vintage: ReportVintageRecord, quarter: Period) -> LivesRead:
    """Print the lives that a vintage counts, as they were then."""
    lives, name_of = LivesRead(), life_name(runtime.keyring)
    with runtime.reading(PORTAL) as session:
        for life in lives_in(session, name_of, vintage.reached, quarter.months):
            lives.note(life.line)
            click.echo(life.line, nl=False)
    return lives


def _revised(runtime: Runtime, quarter: Period, reason: Text) -> dict[str, int]:
    with runtime.transaction(PORTAL) as session:
        return revise(session, runtime, quarter, reason, runtime.now())
