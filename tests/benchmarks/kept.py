"""What is made once and looked at by many: the home page, statistics, and the overview."""

from __future__ import annotations

from collections.abc import Iterator

from tests.benchmarks import servers
from tests.benchmarks.browser import Browser
from tests.benchmarks.measure import Figures, measured

COMPLAINTS = 10_000
CLIENTS = 4
_WARM = 20
_PUBLIC = {"empty answer": "/healthz", "home page": "/fr/", "statistics": "/fr/statistiques"}
OVERVIEW = "/fr/portrait?periode=2026-T3"


def kept(count: int = 4_000) -> Iterator[tuple[str, Figures]]:
    """Measure each page with `CLIENTS` at once, beside an answer that has nothing to say."""
    filled = [["demo"], ["demo", "complaints", "--count", str(COMPLAINTS), "--seed", "1"]]
    # Without a worker: what comes to be due while it is measured moves the figures.
    with servers.portal(filled, worker=False) as server:
        for name, path in _PUBLIC.items():
            yield name, _measured(Browser(server.port), path, count)
        yield "overview of all", _measured(analyst(server.port), OVERVIEW, count // 10)


def _measured(visitor: Browser, path: str, count: int) -> Figures:
    for _ in range(_WARM):
        _fetch(visitor, path)
    return measured(range(count), lambda _: _fetch(visitor, path), CLIENTS)


def _fetch(visitor: Browser, path: str) -> None:
    assert visitor.get(path).status == 200


def analyst(port: int) -> Browser:
    """Return the browser of somebody who looks at all organisations."""
    browser = Browser(port)
    form = browser.get("/fr/connexion").hidden
    email = "analyste@demo.plaintes.example"
    answer = browser.post("/fr/connexion", **form, email=email, password="demonstration")
    assert answer.status == 303, answer.status
    return browser
