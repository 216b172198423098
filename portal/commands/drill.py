"""`portal drill`: what is promised in trouble, tried on a copy."""

from __future__ import annotations

import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from sqlalchemy.engine import make_url

from portal.commands.opened import config
from portal.config import Config
from portal.db.schema import StructureError, ensure_current
from portal.drill.clock_backwards import set_clock_back
from portal.drill.copies import copied
from portal.drill.database_troubles import fill_disk, lose_database, stick_writer
from portal.drill.drilling import Drill, Ground, NoSubjectError, subject_of
from portal.drill.findings import Findings, numbers, opened
from portal.drill.killing import kill
from portal.drill.lost_log import lose_log
from portal.drill.served import NotServedError, TooLongError
from portal.drill.visitors import NotTypedError
from portal.drill.wrong_keys import start_with_wrong_keys

DRILLS: dict[str, Drill] = {
    "kill": kill,
    "full-disk": fill_disk,
    "lost-database": lose_database,
    "lost-log": lose_log,
    "wrong-keys": start_with_wrong_keys,
    "stuck-writer": stick_writer,
    "clock-backwards": set_clock_back,
}
"""Each drill by the name of its trouble, in the order in which they are made."""

_NO_COPY = (
    "Drills are made on a copy of a SQLite file: none can be made of a PostgreSQL."
    " full-disk, lost-database, lost-log and stuck-writer are SQLite's alone;"
    " kill, wrong-keys and clock-backwards try the same portal on any SQLite file."
)
_FEWEST, _MOST = 3, 1000
_TERMINATED = 128 + signal.SIGTERM


@click.command()
@click.option("--only", type=click.Choice(list(DRILLS)), multiple=True, help="This drill alone.")
@click.option(
    "--count",
    type=click.IntRange(_FEWEST, _MOST),
    default=12,
    show_default=True,
    help="How many complaints are filed in each.",
)
def drill(only: tuple[str, ...], count: int) -> None:
    """Make trouble on a copy of the data, and say whether what is promised holds.

    The original is only read and may be serving. Each drill takes a copy of its own, serves it to
    this machine alone, files complaints there, and says how many were acknowledged, how many are
    there, and a verdict. It ends with 1 if any verdict is bad.
    """
    original = _original()
    with _cleared_when_ended():
        bad = [name for name in only or DRILLS if not _holds(name, original, count)]
    click.echo(f"Broken: {', '.join(bad)}." if bad else "All that is promised holds.")
    sys.exit(1 if bad else 0)


@contextmanager
def _cleared_when_ended() -> Iterator[None]:
    """Let SIGTERM end the drill as Ctrl-C does, so that no server and no copy is left behind."""
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(_TERMINATED))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _original() -> Config:
    """Return the settings of the portal; end the command where no copy can be made of it."""
    loaded = config()
    address = make_url(loaded.database_url)
    if address.get_backend_name() != "sqlite":
        raise click.ClickException(_NO_COPY)
    if not (Path(str(address.database)).exists() and loaded.keys.exists()):
        raise click.ClickException("There is no portal to copy. Run: portal db upgrade")
    return loaded


def _holds(name: str, original: Config, count: int) -> bool:
    """Make one drill on a copy of its own and print what it found; tell whether all held."""
    findings = Findings()
    with tempfile.TemporaryDirectory(prefix="portal-drill-") as folder:
        copy = copied(original, Path(folder))
        try:
            DRILLS[name](_ground(copy, count), findings)
        except NoSubjectError:
            message = "No agency has a category that asks nothing: no complaint can be filed."
            raise click.ClickException(message) from None
        except NotTypedError as error:
            findings.broken.append(f"A complaint could not be typed to its end: {error}.")
        except (NotServedError, TooLongError, OSError) as error:
            findings.broken.append(f"The drill could not go on: {error}.")
    for line in findings.lines(name):
        click.echo(line)
    return not findings.broken


def _ground(copy: Config, count: int) -> Ground:
    with opened(copy) as portal:
        try:
            ensure_current(portal.database)
        except StructureError as error:
            raise click.ClickException(f"{error}. Run: portal db upgrade") from None
        before = frozenset(numbers(portal))
    return Ground(copy, subject_of(copy), count, before)
