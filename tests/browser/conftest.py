"""A real browser on a real server; a clear line when there is no browser."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
import waitress
from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright

from portal.domain.role import Role
from portal.keyring import Keyring
from portal.runtime import Runtime
from tests.browser.steps import HEIGHT, WIDE, sign_in
from tests.support import add_user, file
from tests.support.wiring import carrying, wired_app

# The first one starts and draws faster: it has no window to draw for.
CHROMIUM = next(filter(None, map(shutil.which, ("chromium-headless-shell", "chromium"))), None)


@dataclass(frozen=True)
class Server:
    """An application that is served on this machine, and its address."""

    app: Flask
    address: str


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if CHROMIUM:
        return
    reason = "chromium is not installed: the pages were not looked at in a browser"
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server(keyring: Keyring, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server of all tests here. Its application is not that of `client`: forms need tokens."""
    app = wired_app(keyring, tmp_path_factory.mktemp("served"))
    with _listening(app) as address:
        yield Server(app, address)


@pytest.fixture
def served(server: Server, runtime: Runtime) -> Iterator[str]:
    """The portal of this test, served on this machine; gives its address."""
    with carrying(server.app, runtime):
        yield server.address


@contextmanager
def _listening(app: Flask) -> Iterator[str]:
    server = waitress.create_server(app, host="127.0.0.1", port=0, threads=4)
    closing = threading.Event()

    def run() -> None:
        try:
            server.run()
        except OSError:
            # It may be waiting on its own socket at the moment when that is closed.
            if not closing.is_set():
                raise

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    closing.set()
    server.close()
    # A browser may keep a connection open for longer than anybody wants to wait.
    thread.join(timeout=1)


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page as wide as a screen on a desk; `look` makes it as narrow as a phone meanwhile."""
    context = chromium.new_context(
        viewport={"width": WIDE, "height": HEIGHT}, java_script_enabled=True
    )
    context.set_default_timeout(15_000)
    opened = context.new_page()
    yield opened
    context.close()


@pytest.fixture
def administrator(page: Page, served: str, runtime: Runtime) -> Page:
    """The page of an administrator of the parks board, which has an open complaint."""
    file(runtime, category="trail")
    add_user(runtime, "admin@parks.example", Role.ADMINISTRATOR, post=None)
    sign_in(page, served, "admin@parks.example")
    return page
