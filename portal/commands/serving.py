"""`portal serve` and `portal worker`: what an operator runs."""

from __future__ import annotations

import signal
import threading

import click
import structlog

from portal.commands.clocks import later_by_calendar
from portal.commands.opened import portal_opened, printed_mistakes
from portal.db import schema
from portal.releases.taking_up import take_up_folder
from portal.runtime import Runtime
from portal.server import run_server
from portal.worker import Worker

log = structlog.get_logger()


@click.command()
@click.option("--worker/--no-worker", default=True, help="Do the background work too (default).")
def serve(worker: bool) -> None:
    """Serve the pages, and do the background work beside them."""
    with portal_opened(migrated=False) as runtime:
        prepare(runtime)
        run_server(runtime, worker=worker)


@click.command()
def worker() -> None:
    """Do the background work alone: due dates, mail, expired drafts, report counts."""
    with portal_opened() as runtime:
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        Worker(runtime).run_forever(stop)


def prepare(runtime: Runtime) -> None:
    """Migrate the database and put the settings of the folder in force.

    Raise StructureError where no migration leads to what this version needs.
    """
    schema.upgrade(runtime.database)
    schema.ensure_current(runtime.database)
    folder, kept = runtime.config.agencies, runtime.config.data / "agencies.taken-up"
    with printed_mistakes(), runtime.transaction() as session:
        done = take_up_folder(session, folder, kept, runtime.now())
    if done.set_aside:
        log.warning("settings files set aside", agencies=done.set_aside)
    runtime.take_up_changes()
    for code in done.new_calendars:
        if later := later_by_calendar(runtime, code):
            log.warning("dates could be put off", agency=code, complaints=len(later))
