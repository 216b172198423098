"""Sending complaints: complete ones a second with four clients, beside the floor."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from tests.benchmarks import servers
from tests.benchmarks.browser import Browser, Page
from tests.benchmarks.measure import Figures, measured

STORY = (
    "Depuis trois mois, j’attends le renouvellement de ma carte. J’ai appelé cinq fois, on m’a "
    "promis un rappel chaque fois, et personne ne rappelle. Au comptoir, on m’a dit que ma demande "
    "était complète. Pendant ce temps, je paie mes médicaments et mes rendez-vous de ma poche. "
    "Je voudrais savoir où en est ma demande, pourquoi elle tarde, et quand ma carte arrivera."
)
CLIENTS = 4


@dataclass
class Ready:
    """A complaint typed to its last page: only the sending is left."""

    browser: Browser
    path: str
    hidden: dict[str, str]

    def send(self) -> None:
        """Send the complaint and make sure that it was taken."""
        page = self.browser.post(self.path, **self.hidden)
        assert page.status == 303, page.status
        assert page.location.endswith("envoyee"), page.location


def typed_to_the_end(port: int) -> Ready:
    """Type a whole complaint, page by page, up to the page that sends it."""
    browser = Browser(port)
    page = _filled(browser, "/fr/plainte", "/fr/", mots="ma carte d’assurance maladie n’arrive pas")
    base = page.location.rsplit("/", 1)[0]
    _filled(browser, f"{base}/organisme", organisme="ramq", categorie="carte")
    _filled(browser, f"{base}/recit", recit=STORY)
    _filled(browser, f"{base}/questions")
    _filled(
        browser,
        f"{base}/reponse",
        qui="self",
        nom="Michel Gagnon",
        moyen="email",
        courriel="m.gagnon@exemple.org",
        langue="fr",
    )
    return Ready(browser, f"{base}/verifier", browser.get(f"{base}/verifier").hidden)


def whole_filing(port: int) -> str:
    """File as a person does, from the home page to the one that tells the number; return it."""
    return _sent(typed_to_the_end(port))


def following(port: int) -> tuple[Browser, str]:
    """Return the browser of somebody who has just filed, and the address where they follow it."""
    ready = typed_to_the_end(port)
    return ready.browser, f"/fr/suivi/{_sent(ready)}"


def _sent(ready: Ready) -> str:
    ready.send()
    told = ready.browser.get(ready.path.replace("verifier", "envoyee"))
    number = re.search(r"20\d\d-\d{6,}", told.text)
    assert number, told.status
    return number[0]


def _filled(browser: Browser, path: str, form_on: str = "", **answers: str) -> Page:
    page = browser.get(form_on or path)
    return browser.post(path, **{**page.hidden, **answers})


def compared(turns: int, size: int) -> tuple[Figures, Figures]:
    """Measure the bare form and the portal in turns of `size` sendings each, with both running.

    On a machine that others use, minutes differ: short turns find both in the same ones. What
    is sent was typed before the first turn.
    """
    with servers.floor() as floor, servers.portal() as portal:
        browsers = [Browser(floor.port) for _ in range(CLIENTS)]
        for ready in [typed_to_the_end(portal.port) for _ in range(20)]:
            ready.send()
        measured(range(40), partial(_send_story, browsers), CLIENTS)
        drafts = [typed_to_the_end(portal.port) for _ in range(turns * size)]
        bare, sent = [], []
        for turn in range(turns):
            bare.append(measured(range(size), partial(_send_story, browsers), CLIENTS))
            typed = drafts[turn * size : (turn + 1) * size]
            sent.append(measured(typed, Ready.send, CLIENTS))
        return Figures.of_all(bare), Figures.of_all(sent)


def _send_story(browsers: Sequence[Browser], number: int) -> None:
    browser = browsers[number % CLIENTS]
    assert browser.post("/story", story=STORY, email="m.gagnon@exemple.org").status == 303
