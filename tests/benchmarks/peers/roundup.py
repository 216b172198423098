"""Roundup's classic tracker: an issue stands for a complaint, and whoever files has an account."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks.browser import Browser, Page
from tests.benchmarks.peers import stories
from tests.benchmarks.peers.system import Environment, System, opening
from tests.benchmarks.servers import free_port

_THREADS = 1  # it answers 500 where several share what it keeps of a request
_TOKEN = re.compile(r'name="@csrf"[^>]*value="([^"]+)"')
_LIST = "/issue?@columns=title,id,activity,status,creator,keyword&@sort=-activity&@pagesize=50"
_OPEN_STATES = "1,2,3,4,5,6,7"


@contextmanager
def roundup(folder: Path, count: int) -> Iterator[System]:
    """Install, fill and serve a tracker with so many issues."""
    environment, port = Environment.made(folder / "environment", "roundup"), free_port()
    tracker = folder / "tracker"
    _install(environment, tracker, port)
    fill = ("-m", "tests.benchmarks.peers.fill_roundup", str(tracker), str(count))
    environment.run("python", *fill)
    application = f"roundup.cgi.wsgi_handler:RequestDispatcher('{tracker}')"
    with environment.served(application, "/", port, _THREADS) as server:
        officer = _signed_in(port)
        acts = {
            "complaint": opening(officer, lambda n: f"/issue{n % count + 1}", "nobody calls"),
            "list of 50": opening(officer, _of_agency, "has not come", 50),
            "search": opening(
                officer, lambda n: f"{_LIST}&@search_text={stories.rare_word(n)}", "has not come"
            ),
            "filing": lambda number: _file(officer.again(), number),
        }
        yield System("Roundup", server, acts)


def _install(environment: Environment, tracker: Path, port: int) -> None:
    settings = {
        "tracker_web": f"http://127.0.0.1:{port}/",
        "mail_domain": "example.org",
        "mail_host": "127.0.0.1",
        "mail_debug": str(tracker.with_suffix(".mail")),
    }
    written = ",".join(f"{name}={value}" for name, value in settings.items())
    environment.run("roundup-admin", "-i", str(tracker), "install", "classic", "sqlite", written)
    environment.run("roundup-admin", "-i", str(tracker), "initialise", stories.PASSWORD)


def _signed_in(port: int) -> Browser:
    officer = Browser(port)
    account = {"__login_name": "admin", "__login_password": stories.PASSWORD}
    _post(officer, "/", officer.get("/"), **{"@action": "login"}, **account)
    assert any("session" in name for name in officer.cookies), "not signed in"
    return officer


def _post(visitor: Browser, path: str, form: Page, **answers: str) -> Page:
    tokens = _TOKEN.findall(form.text)
    return visitor.post(path, **{"@csrf": tokens[-1]}, **answers)


def _of_agency(number: int) -> str:
    agency = number % stories.AGENCIES + 1
    return f"{_LIST}&@filter=keyword,status&keyword={agency}&status={_OPEN_STATES}"


def _file(officer: Browser, number: int) -> None:
    answers = {
        "@action": "new",
        "@template": "item",
        "@required": "title",
        "title": stories.title(number),
        "@note": stories.story(number),
        "keyword": str(number % stories.AGENCIES + 1),
        "status": "1",
    }
    sent = _post(officer, "/issue", officer.get("/issue?@template=item"), **answers)
    assert sent.status in (302, 303), sent.status
    assert re.fullmatch(r"/issue\d+", sent.location), sent.location
