"""django-helpdesk: a list is a page and the JSON that fills it, a filing two requests."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.benchmarks.browser import Browser, Page
from tests.benchmarks.peers import stories
from tests.benchmarks.peers.system import Act, Environment, System, opening
from tests.benchmarks.servers import free_port

_SETTINGS = "tests.benchmarks.peers.helpdesk_settings"
_OPEN_STATES = [1, 2]
_THREADS = 4
_ROWS = "draw=1&start=0&length=50&order[0][column]=5&order[0][dir]=desc"


@contextmanager
def helpdesk(folder: Path, count: int) -> Iterator[System]:
    """Install, fill and serve a django-helpdesk with so many tickets."""
    environment = Environment.made(folder / "environment", "django-helpdesk")
    told = {"HELPDESK_DATA": str(folder), "DJANGO_SETTINGS_MODULE": _SETTINGS}
    environment.run("django-admin", "migrate", "--verbosity", "0", **told)
    fill = ("-m", "tests.benchmarks.peers.fill_helpdesk", str(count))
    environment.run("python", *fill, **told)
    application = "django.core.wsgi:get_wsgi_application()"
    with environment.served(application, "/login/", free_port(), _THREADS, **told) as server:
        officer = _signed_in(server.port)
        acts = {
            "complaint": opening(officer, lambda n: f"/tickets/{n % count + 1}/", "nobody calls"),
            "list of 50": _listing(officer, _of_agency, 50),
            "search": _listing(officer, _with_word),
            "filing": lambda number: _file(Browser(server.port), number),
            "report": opening(officer, lambda _: "/reports/", f"Agency {stories.AGENCIES - 1}"),
        }
        yield System("django-helpdesk", server, acts)


def _signed_in(port: int) -> Browser:
    officer = Browser(port)
    officer.get("/login/")
    account = {"username": stories.OFFICER, "password": stories.PASSWORD}
    assert _post(officer, "/login/", **account).status == 302
    return officer


def _post(visitor: Browser, path: str, **answers: str) -> Page:
    return visitor.post(path, csrfmiddlewaretoken=visitor.cookies["csrftoken"], **answers)


def _of_agency(number: int) -> tuple[str, dict[str, Any]]:
    """Return the address of the open tickets of an agency, and what its script asks for."""
    queue = number % stories.AGENCIES + 1
    wanted = {"queue__id__in": [queue], "status__in": _OPEN_STATES}
    return f"queue={queue}&status=1&status=2", {"filtering": wanted}


def _with_word(number: int) -> tuple[str, dict[str, Any]]:
    word = stories.rare_word(number)
    return f"q={word}", {"search_string": word}


def _listing(
    officer: Browser, asked_for: Callable[[int], tuple[str, dict[str, Any]]], times: int = 1
) -> Act:
    """Return the opening of a list: the page, then what its script asks for."""

    def address(number: int) -> str:
        return f"/tickets/?{asked_for(number)[0]}"

    def rows(number: int) -> str:
        query = {"filtering": {}, "filtering_null": {}, "sorting": "created", "sortreverse": True}
        written = json.dumps({**query, "search_string": "", **asked_for(number)[1]})
        return f"/datatables_ticket_list/{urlsafe_b64encode(written.encode()).decode()}?{_ROWS}"

    page = opening(officer, address, "ticketTable")
    filling = opening(officer, rows, "has not come", times)

    def act(number: int) -> None:
        page(number)
        filling(number)

    return act


def _file(visitor: Browser, number: int) -> None:
    assert visitor.get("/tickets/submit/").status == 200
    sent = _post(
        visitor,
        "/tickets/submit/",
        queue=str(number % stories.AGENCIES + 1),
        title=stories.title(number),
        body=stories.story(number),
        priority="3",
        submitter_email=f"person{number}@example.org",
    )
    assert sent.status == 302, sent.status
