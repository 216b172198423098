"""What officers open all day, among few complaints and among a million, on both databases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from tests.benchmarks import servers
from tests.benchmarks.browser import Browser
from tests.benchmarks.copied import INVENTED, copy_until
from tests.benchmarks.databases import database, database_seconds
from tests.benchmarks.filing import following
from tests.benchmarks.measure import Figures, measured
from tests.benchmarks.servers import Server

SIZES = (10_000, 1_000_000)
BAR = 1.2  # times what a page costs among few, at most
LIST = "/fr/gestion/saaq/file"
_VIEWS = ("a-moi", "non-attribuees", "en-retard", "bientot", "equipe", "fermees", "a-relire")
# Rare words, words of this agency, words of others alone, and words of half of all complaints.
_SEARCHES = ("délais", "attente téléphone", "rendez-vous annulés", "permis", "introuvable zzz")
_SEARCHES += ("demande", "que", "bonjour que")
_CASE = re.compile(r'href="(/fr/gestion/saaq/plaintes/[^"#?]+)[?"]')
_WARM, _ROUNDS = 10, 3


@dataclass(frozen=True)
class Opened:
    """How long a page took, and how long the processor worked for it, for the database as well."""

    page: str
    figures: Figures
    milliseconds: float

    def __str__(self) -> str:
        return f"{self.figures}  processor {self.milliseconds:.1f} ms"


def office(kind: str, size: int, count: int = 200) -> Iterator[Opened]:
    """Fill a portal with `size` complaints, and measure each page as soon as it can be."""
    invented = str(min(size, INVENTED))
    filled = [["demo"], ["demo", "complaints", "--count", invented, "--seed", "1"]]
    with database(kind) as address, servers.portal(filled, address, worker=False) as server:
        copy_until(server.database, server.data / "keys.json", size)
        citizen, followed = following(server.port)
        officer = signed_in(server.port)
        for page, paths in paths_of(officer).items():
            yield _opened(page, officer, paths, count, server)
        yield _opened("follow-up page", citizen, [followed], count, server)


def _opened(page: str, visitor: Browser, paths: list[str], count: int, server: Server) -> Opened:
    """Measure some pages once they are warm; what one costs is the least of some rounds."""
    turns = [paths[n % len(paths)] for n in range(count)]
    for path in (*paths, *turns[:_WARM]):
        fetch(visitor, path)
    rounds, costs = [], []
    for _ in range(_ROUNDS):
        before = _processor_seconds(server)
        rounds.append(measured(turns, lambda path: fetch(visitor, path), 1))
        costs.append(_processor_seconds(server) - before)
    return Opened(page, Figures.of_all(rounds), 1000 * min(costs) / count)


def _processor_seconds(server: Server) -> float:
    """Return how long the processor has worked for a server and its database."""
    return server.processor_seconds + database_seconds(server.database)


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
