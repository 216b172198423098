"""`portal serve` and `portal worker`: what an operator runs."""

from __future__ import annotations

import os
import signal
import socket
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path

import click
import structlog

from portal.commands.clocks import later_by_calendar
from portal.commands.opened import MISTAKES, ensure_told_whose, portal_opened, printed_mistakes
from portal.config import Config
from portal.db import schema
from portal.domain.troubles import DataGoneError
from portal.finder.learned.beside import is_learned, learn
from portal.finder.likeness.kept import is_likeness_learned, learn_likeness
from portal.finder.meaning.kept import are_meanings_learned, learn_meanings
from portal.releases.taking_up import is_taken_up, take_up_folder
from portal.runtime import Runtime
from portal.server import run_server
from portal.server.memory import begun_apart, status_apart
from portal.worker import Worker

log = structlog.get_logger()


@click.command()
@click.option("--worker/--no-worker", default=True, help="Do the background work too (default).")
def serve(worker: bool) -> None:
    """Serve the pages, and do the background work beside them."""
    with portal_opened(migrated=False, makes=True) as runtime:
        prepare_to_serve(runtime)
        run_server(runtime, worker=worker)


@click.command()
def worker() -> None:
    """Do the background work alone: due dates, mail, expired drafts, report counts."""
    with portal_opened() as runtime:
        _ensure_newest(runtime)
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        Worker(runtime).run_forever(stop)


def prepare(runtime: Runtime, *, but_meanings: bool = False) -> None:
    """Migrate the database and put the settings of the folder in force.

    What texts mean is not learned where somebody else does it (`but_meanings`). Raise
    StructureError where no migration leads to what this version needs.
    """
    schema.upgrade(runtime.database)
    schema.ensure_current(runtime.database)
    folder = runtime.config.agencies
    with printed_mistakes(), runtime.transaction() as session:
        done = take_up_folder(session, folder, _taken_up(runtime), runtime.now())
    if done.set_aside:
        log.warning("settings files set aside", agencies=done.set_aside)
    for mistake in done.refused:
        log.error("not put in force: its plugin does not load", mistake=str(mistake))
    runtime.take_up_changes()
    learn(folder, runtime.config.data)
    learn_likeness(folder, runtime.config.data)
    if not but_meanings:
        learn_meanings(folder, runtime.config.data)
    for code in done.new_calendars:
        if later := later_by_calendar(runtime, code):
            log.warning("dates could be put off", agency=code, complaints=len(later))


def learning_meanings(runtime: Runtime) -> Callable[[], None]:
    """Begin to learn what texts mean in a process of its own; return what waits until that is done.

    Where it is learned already, nothing begins.
    """
    places = runtime.config.agencies, runtime.config.data
    if are_meanings_learned(*places):
        return lambda: None
    runtime.database.close()
    status = cache(begun_apart(lambda: learn_meanings(*places)))

    def learned() -> None:
        if status():
            # Whatever went wrong goes wrong here too, and is told as any command tells it.
            learn_meanings(*places)

    return learned


def prepare_to_serve(runtime: Runtime, *, but_meanings: bool = False) -> None:
    """Prepare as `prepare` does, where there is anything to do in a process of its own.

    Migrations, and reading all settings, would leave this one 30 MB larger for as long as it
    serves, and each that it forks. Before anything changes it is seen that it can be served.
    """
    _ensure_it_can_serve(runtime)
    _ensure_not_older(runtime)
    if not _is_prepared(runtime, but_meanings=but_meanings):
        runtime.database.close()
        status = status_apart(lambda: prepare(runtime, but_meanings=but_meanings))
        if status == MISTAKES:
            sys.exit(status)
        if status:
            # Whatever went wrong goes wrong here too, and is told as any command tells it.
            prepare(runtime, but_meanings=but_meanings)
    ensure_told_whose(runtime)
    _ensure_newest(runtime)
    runtime.take_up_changes()


def _ensure_not_older(runtime: Runtime) -> None:
    """Raise OlderStateError before a migration changes an older copy.

    One of a time when no roots were kept is looked at once it is migrated.
    """
    if runtime.database.exists and schema.revision_of(runtime.database) is not None:
        with suppress(DataGoneError):
            runtime.glance(runtime.last_kept.ensure_not_older)


def _ensure_newest(runtime: Runtime) -> None:
    """Raise OlderStateError where something newer was kept here; remember how far it is."""
    runtime.glance(runtime.last_kept.ensure_not_older)
    runtime.glance(runtime.last_kept.note)


def _ensure_it_can_serve(runtime: Runtime) -> None:
    """End the command with a sentence where nobody could be served, or nothing be kept."""
    config, database = runtime.config, runtime.database
    try:
        with tempfile.TemporaryFile(dir=config.data):
            pass
    except OSError as error:
        told = f"The folder {config.data} takes no files: {error.strerror}."
        remedy = "Let the portal's user write there, or name another folder in PORTAL_DATA."
        raise click.ClickException(f"{told} {remedy}") from None
    database.ensure_writable()
    database.ping()
    _ensure_port_is_free(config)


def _ensure_port_is_free(config: Config) -> None:
    family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
    try:
        socket.create_server((config.host, config.port), family=family).close()
    except OSError as error:
        why = os.strerror(error.errno or 0)
        told = f"Nobody can be served at {config.host}, port {config.port}: {why}."
        remedy = "End what listens there, or change PORTAL_HOST or PORTAL_PORT."
        raise click.ClickException(f"{told} {remedy}") from None


def _is_prepared(runtime: Runtime, *, but_meanings: bool) -> bool:
    if not schema.is_current(runtime.database):
        return False
    with runtime.transaction() as session:
        taken_up = is_taken_up(session, runtime.config.agencies, _taken_up(runtime))
    places = runtime.config.agencies, runtime.config.data
    learned = [is_learned, is_likeness_learned]
    learned += [] if but_meanings else [are_meanings_learned]
    return taken_up and all(is_known(*places) for is_known in learned)


def _taken_up(runtime: Runtime) -> Path:
    """Return where it is kept what was taken up last."""
    return runtime.config.data / "agencies.taken-up"
