"""Serving: the pages from one process or several, and the worker once beside them.

Where there are several, all is loaded first, so that they share the memory of what was loaded, and
then forked: whatever does not go along, a thread, a connection, a lock on a file, begins after it.
"""

from __future__ import annotations

import gc
import os
import shutil
import signal
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import structlog

from portal.agencies.plugins.answering import dismiss_helpers
from portal.app import create_app
from portal.db.shared_counts import SharedCounts
from portal.pages.office.entrance import PersonToBe, offer_people
from portal.runtime import Runtime
from portal.server.background import BackgroundWork
from portal.server.memory import give_memory_back, keep_little_memory
from portal.server.web import AT_ONCE, WebServer
from portal.shared_numbers import shared_numbers

log = structlog.get_logger()

_WORKER_ENDS_WITHIN = 30


def run_server(runtime: Runtime, *, worker: bool, people: Sequence[PersonToBe] = ()) -> None:
    """Serve until told to stop; what was asked is answered, and the worker ends what it began.

    The sign-in page of a demonstration offers to be one of these `people`.
    """
    config = runtime.config
    keep_little_memory()
    if not runtime.letters_leave:
        log.warning("no letter leaves", mail=config.mail, remedy="set PORTAL_MAIL=smtp")
    log.info("serving", address=config.base_url, processes=config.processes)
    if config.processes == 1:
        _serve_from_one(runtime, people, worker=worker)
    else:
        _serve_from_several(runtime, people, worker=worker)


def _serve_from_one(runtime: Runtime, people: Sequence[PersonToBe], *, worker: bool) -> None:
    app = create_app(runtime)
    offer_people(app, people)
    web = WebServer(app, runtime.config)
    work = BackgroundWork(runtime)
    thread = threading.Thread(target=work.run, name="worker")
    signal.signal(signal.SIGTERM, lambda *_: web.stop())
    signal.signal(signal.SIGINT, lambda *_: web.stop(AT_ONCE))
    # What was made up to here lives as long as the process, and is looked through no more.
    gc.freeze()
    if worker:
        thread.start()
    web.run()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    work.stop()
    if worker:
        thread.join(_WORKER_ENDS_WITHIN)


def _serve_from_several(runtime: Runtime, people: Sequence[PersonToBe], *, worker: bool) -> None:
    from portal.server.processes import run_processes

    config = runtime.config
    with _folder_of_all() as folder:
        app = create_app(runtime, counts=SharedCounts(folder / "counts.sqlite"))
        offer_people(app, people)
        connections = shared_numbers(config.processes)
        pages = [WebServer(app, config, connections, seat) for seat in range(config.processes)]
        runtime.finder  # noqa: B018  # made here, all share its memory
        dismiss_helpers()
        runtime.database.close()
        give_memory_back()
        # What was made up to here lives as long as the processes, and is looked through no more.
        gc.freeze()
        run_processes(config, [*([BackgroundWork(runtime)] if worker else []), *pages])


@contextmanager
def _folder_of_all() -> Iterator[Path]:
    """Make a folder for this process and those it forks; it alone takes it away at its end."""
    folder, maker = Path(tempfile.mkdtemp(prefix="plaintes-")), os.getpid()
    try:
        yield folder
    finally:
        if os.getpid() == maker:
            shutil.rmtree(folder, ignore_errors=True)
