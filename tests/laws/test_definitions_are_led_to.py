"""Every figure leads to how it is counted: pages of figures, tiles of the direction, and home."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask

from portal.domain.role import Role
from portal.reporting.questions import QUESTIONS
from portal.runtime import Runtime
from tests.reporting.figures import count, rated, receive, signed_in
from tests.support import file

DEFINITIONS = {"fr": "/fr/portrait/definitions", "en": "/en/overview/definitions"}
_TILES = re.compile(r"<dl class=\"c-kpi\">.*?</dl>", re.DOTALL)
_TILE = re.compile(r"<dt>.*?</dt>", re.DOTALL)
_FIGURE = re.compile(r"<figure class=\"c-fig.*?</figure>", re.DOTALL)
_LED_TO = re.compile(r"/(?:definitions)#([\w-]+)\"")
_DEFINED = re.compile(r"id=\"([\w-]+)\"")
_MEASURES = (
    *("answer_due_kept", "contact_due_kept", "contact_noted", "finding_founded", "withdrawn"),
    *("part_due_kept", "answered", "level", "hints", "own_words", "first_act", "substance"),
)


def fill(runtime: Runtime) -> None:
    """Count something of almost everything, in two agencies."""
    file(runtime)
    for agency in ("parks", "water"):
        count(runtime, *((agency, "2026-08", measure, 1, 40) for measure in _MEASURES))
        receive(runtime, (agency, "2026-08", "delay", 40))
        rated(runtime, agency, 3, 4, 5, 6)


def asked_for(language: str, role: Role | None) -> Iterator[str]:
    """Yield the addresses on which somebody with a role sees figures; without one, everybody."""
    first = {"fr": ("portrait", "statistiques"), "en": ("overview", "statistics")}[language]
    endings = [getattr(question, language) for question in QUESTIONS if not question.served]
    for ending in endings:
        yield f"/{language}/{first[role is None]}/{ending}".rstrip("/")
    if role is None:
        yield from (f"/{language}/", f"/{language}/{first[1]}/parks")
        yield f"/{language}/{'organismes' if language == 'fr' else 'agencies'}/parks"
    if role is Role.TOP_AUTHORITY:
        yield f"/{language}/{'gestion' if language == 'fr' else 'office'}/parks/direction"


def unexplained(page: str, defined: set[str]) -> list[str]:
    """Return the tiles and figures of a page that lead to no definition that is there."""
    tiles = [tile for tiles in _TILES.findall(page) for tile in _TILE.findall(tiles)]
    parts = [*tiles, *_FIGURE.findall(page)]
    return [part[:200] for part in parts if not defined & set(_LED_TO.findall(part))]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_figure_leads_to_its_definition(app: Flask, runtime: Runtime, language: str):
    fill(runtime)
    seen = 0
    for role, agency in ((None, None), (Role.ANALYST, None), (Role.TOP_AUTHORITY, "parks")):
        client = signed_in(app, runtime, role, agency) if role else app.test_client()
        defined = set(_DEFINED.findall(client.get(DEFINITIONS[language]).text))
        for address in asked_for(language, role):
            answer = client.get(address, follow_redirects=True)
            if answer.status_code == 200:
                seen += answer.text.count('class="c-fig') + answer.text.count('class="c-kpi"')
                assert not unexplained(answer.text, defined), (role, address)
    assert seen > 40, seen
