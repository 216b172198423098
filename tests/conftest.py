"""Databases of both kinds, a portal on them, a browserless client, and administrators' browsers."""

from __future__ import annotations

import gc
import logging
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings

from portal.app import FEATURES
from portal.complaints import accounts
from portal.config import Config
from portal.db import schema
from portal.db.engine import Database
from portal.domain.actor import PORTAL
from portal.domain.role import Role
from portal.keyring import Keyring, new_keyring
from portal.releases.files import sync_releases
from portal.runtime import Runtime
from tests.pages.office.people import signed_in
from tests.support import TUESDAY, FixedClock, RecordingMailer
from tests.support.agencies import AGENCIES
from tests.support.postgres import TEMPLATE, Postgres, started
from tests.support.processor import ProcessorTime
from tests.support.starts import DATABASE, Starts, opened
from tests.support.trees import keep_large_trees

# Ten thousand tests stay to the end of a run, with all that they import: with Python's own numbers
# a sixth of its time goes into looking whether they are still used.
gc.set_threshold(20_000, 20, 50)

# Machines that run tests are often busy, and the first year of a calendar takes a while to build:
# no example is too slow. The benchmarks measure. What holds for whatever is invented is tried with
# few examples, the same in each run, so that a red run is about the change; and by `make test-slow`
# with many others.
settings.register_profile("few", max_examples=30, deadline=None, derandomize=True)
settings.register_profile("many", max_examples=400, deadline=None)
settings.load_profile("few")

keep_large_trees()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let whoever asks read where the time of the processor goes."""
    parser.addoption("--processor", action="store_true", help="tell what tests take, and which")


def pytest_configure(config: pytest.Config) -> None:
    """Measure each test."""
    config.pluginmanager.register(ProcessorTime(config))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a PostgreSQL or a browser, which have runs of their own."""
    for item in items:
        if _needs_postgresql(item):
            item.add_marker("postgresql")
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")


def _needs_postgresql(item: pytest.Item) -> bool:
    asked = getattr(item, "callspec", None)
    of_both = asked is not None and asked.params.get("backend") == "postgresql"
    return of_both or "postgres" in getattr(item, "fixturenames", ())


def pytest_collection_finish() -> None:
    """Look no more through what was collected."""
    gc.freeze()


@pytest.fixture(autouse=True)
def logs_as_before() -> Iterator[None]:
    """Log plainly, and undo what a command configured: its output is gone once a test is over."""
    handlers, level = logging.root.handlers[:], logging.root.level
    # Its usual renderer draws every variable of every frame: seconds for one exception.
    plain = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[plain])
    yield
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)
    structlog.reset_defaults()


@pytest.fixture(scope="session", autouse=True)
def earnest_hasher() -> Iterator[PasswordHasher]:
    """Hash passwords in a moment; gives what hashes them in earnest, for the tests of that."""
    with pytest.MonkeyPatch.context() as patch:
        earnest = accounts._HASHER
        light = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        patch.setattr(accounts, "_HASHER", light)
        yield earnest


@pytest.fixture(scope="session")
def keyring() -> Keyring:
    return new_keyring()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory, keyring: Keyring) -> Path:
    """A migrated SQLite file with the agencies in force, copied for each test."""
    path = tmp_path_factory.mktemp("template") / "portal.sqlite"
    _prepare(f"sqlite:///{path}", keyring)
    return path


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory, keyring: Keyring) -> Iterator[Postgres]:
    """A real PostgreSQL, with a migrated database to copy from."""
    # Without a runtime folder, as in a container, looking for one would be a warning.
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
    with started() as server:
        _prepare(server.at(TEMPLATE), keyring)
        yield server


@pytest.fixture
def backend(request: pytest.FixtureRequest) -> str:
    """The kind of database of a test; SQLite unless `on_both` asks for each."""
    return getattr(request, "param", "sqlite")


@pytest.fixture
def database_url(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A fresh, migrated database with the agencies of the tests in force, or a start's copy."""
    marked = request.node.get_closest_marker("starts_from")
    if backend == "sqlite":
        if marked is None:
            shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / DATABASE)
        else:
            request.getfixturevalue("starts").copy(*marked.args, tmp_path)
        yield f"sqlite:///{tmp_path / DATABASE}"
        return
    assert marked is None, "only SQLite's files are copied with what fills them"
    server = request.getfixturevalue("postgres")
    with server.lend() as address:
        yield address


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def mailbox() -> RecordingMailer:
    return RecordingMailer()


@pytest.fixture
def agency_files(tmp_path: Path) -> Path:
    """A copy of the tests' agencies, to change something in."""
    return Path(shutil.copytree(AGENCIES, tmp_path / "agencies"))


@pytest.fixture(scope="session")
def common_config() -> Config:
    """What all portals of the tests have in common; reading it takes longer than a short test."""
    return Config(
        agencies=AGENCIES,
        flood_limits=False,
        hold_seconds=0,
        mail="smtp",
        smtp_host="mail.exemple.org",
    )


@pytest.fixture(scope="session")
def starts(
    sqlite_template: Path,
    common_config: Config,
    keyring: Keyring,
    tmp_path_factory: pytest.TempPathFactory,
) -> Starts:
    """What tests that are marked by `starts_from` begin with, filled once for all of them."""
    return Starts(sqlite_template, common_config, keyring, tmp_path_factory.mktemp("starts"))


@pytest.fixture
def runtime(
    common_config: Config,
    database_url: str,
    keyring: Keyring,
    clock: FixedClock,
    mailbox: RecordingMailer,
    tmp_path: Path,
) -> Iterator[Runtime]:
    """A portal with the agencies of the tests, a clock to set and a mailbox to look into."""
    # What is sent leaves at once, except in the tests of the hold.
    config = common_config.model_copy(update={"data": tmp_path / "data", "database": database_url})
    running = opened(config, keyring, tmp_path, clock, mailbox)
    yield running
    running.database.close()


@pytest.fixture(scope="session")
def app_of_all(keyring: Keyring, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The one web application of the tests; what it serves is handed to it for each test."""
    from tests.support.wiring import wired_app

    return wired_app(keyring, tmp_path_factory.mktemp("wired"))


@pytest.fixture
def app(app_of_all: Flask, runtime: Runtime) -> Iterator[Flask]:
    """The web application on the portal of this test, with nothing left from another."""
    from tests.support.wiring import carrying

    with carrying(app_of_all, runtime) as app:
        app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
        yield app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def admin(app: Flask, runtime: Runtime) -> FlaskClient:
    """The browser of an administrator of the parks board."""
    return signed_in(app, runtime, role=Role.ADMINISTRATOR, post=None)


@pytest.fixture
def water_admin(app: Flask, runtime: Runtime) -> FlaskClient:
    """The browser of an administrator of the water board, whose rules the parks do not have."""
    return signed_in(app, runtime, role=Role.ADMINISTRATOR, post=None, agency="water")


@pytest.fixture
def portal_admin(app: Flask, runtime: Runtime) -> FlaskClient:
    """The browser of an administrator of the whole portal."""
    return signed_in(app, runtime, role=Role.ADMINISTRATOR, agency=None, post=None)


def _prepare(url: str, keyring: Keyring) -> None:
    database = Database(url, keyring, FEATURES.row_rules)
    schema.upgrade(database)
    with database.transaction(PORTAL) as session:
        sync_releases(session, AGENCIES, TUESDAY)
    database.close()
