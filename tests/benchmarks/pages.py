"""Pages with one client: the work list among 100 000 complaints, and a follow-up page."""

from __future__ import annotations

from tests.benchmarks import servers
from tests.benchmarks.browser import Browser
from tests.benchmarks.filing import following
from tests.benchmarks.measure import Figures, measured

COMPLAINTS = 100_000


def pages(count: int = 200) -> dict[str, Figures]:
    """Measure the pages that people open most, with `COMPLAINTS` in the register."""
    filled = [["demo"], ["demo", "complaints", "--count", str(COMPLAINTS), "--seed", "1"]]
    with servers.portal(filled) as server:
        officer, path = _signed_in(server.port)
        citizen, follow = following(server.port)
        for browser, page in ((officer, path), (citizen, follow)):
            for _ in range(10):
                assert browser.get(page).status == 200
        return {
            "work list": measured(range(count), lambda _: _fetch(officer, path), 1),
            "follow-up page": measured(range(count), lambda _: _fetch(citizen, follow), 1),
        }


def _fetch(browser: Browser, path: str) -> None:
    assert browser.get(path).status == 200


def _signed_in(port: int) -> tuple[Browser, str]:
    browser = Browser(port)
    page = browser.post(
        "/fr/connexion",
        **browser.get("/fr/connexion").hidden,
        email="agent.saaq@demo.plaintes.example",
        password="demonstration",
    )
    assert page.status in (302, 303), page.status
    return browser, "/fr/gestion/saaq/file?vue=equipe"
