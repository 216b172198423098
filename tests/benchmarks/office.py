"""What officers open all day, among few complaints and among a million, on both databases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

from tests.benchmarks import servers
from tests.benchmarks.browser import Browser
from tests.benchmarks.copied import INVENTED, copy_until
from tests.benchmarks.databases import database
from tests.benchmarks.measure import Figures, measured

SIZES = (10_000, 1_000_000)
LIST = "/fr/gestion/saaq/file"
_VIEWS = ("a-moi", "non-attribuees", "en-retard", "bientot", "equipe", "fermees", "a-relire")
# Rare words, words of this agency, words of others alone, and words of half of all complaints.
_SEARCHES = ("délais", "attente téléphone", "rendez-vous annulés", "permis", "introuvable zzz")
_SEARCHES += ("demande", "que", "bonjour que")
_CASE = re.compile(r'href="(/fr/gestion/saaq/plaintes/[^"#?]+)[?"]')
_WARM = 10


def office(kind: str, size: int, count: int = 200) -> Iterator[tuple[str, Figures]]:
    """Fill a portal with `size` complaints, and measure each page as soon as it can be."""
    invented = str(min(size, INVENTED))
    filled = [["demo"], ["demo", "complaints", "--count", invented, "--seed", "1"]]
    with database(kind) as address, servers.portal(filled, address, worker=False) as server:
        copy_until(server.database, size)
        yield from pages_of(signed_in(server.port), count)


def pages_of(officer: Browser, count: int) -> Iterator[tuple[str, Figures]]:
    """Measure the list in each view, full-text search, and the pages of complaints."""
    for name, paths in paths_of(officer).items():
        turns = [paths[n % len(paths)] for n in range(count)]
        for path in (*paths, *turns[:_WARM]):
            fetch(officer, path)
        yield name, measured(turns, lambda path: fetch(officer, path), 1)


def paths_of(officer: Browser) -> dict[str, list[str]]:
    """Return what an officer opens, by what it is."""
    return {
        "work list": [f"{LIST}?vue={view}" for view in _VIEWS],
        "search": [f"{LIST}?vue=equipe&q={quote(words)}" for words in _SEARCHES],
        "complaint page": cases(officer),
    }


def fetch(browser: Browser, path: str) -> None:
    """Open a page, which must be there."""
    assert browser.get(path).status == 200


def signed_in(port: int) -> Browser:
    """Return the browser of an officer of a large agency."""
    browser = Browser(port)
    page = browser.post(
        "/fr/connexion",
        **browser.get("/fr/connexion").hidden,
        email="agent.saaq@demo.plaintes.example",
        password="demonstration",
    )
    assert page.status in (302, 303), page.status
    return browser


def cases(officer: Browser, view: str = "equipe") -> list[str]:
    """Return the addresses of the first twenty complaints of a view."""
    found = _CASE.findall(officer.get(f"{LIST}?vue={view}").text)
    return list(dict.fromkeys(found))[:20]
