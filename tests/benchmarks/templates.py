"""What the processor does in the templates of the office's pages, apart from all else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import process_time

from flask import Flask, before_render_template, template_rendered
from flask.testing import FlaskClient

from portal.app import create_app, open_portal
from portal.config import Config
from tests.benchmarks import servers

COMPLAINTS, TIMES = 2_000, 200
_LIST = "/fr/gestion/saaq/file?vue=equipe"
_CASE = re.compile(r'href="(/fr/gestion/saaq/plaintes/[^"#?]+)[?"]')


def templates() -> Iterator[tuple[str, float, float]]:
    """Render a list of 50 and pages of complaints, warm; yield the median and the least in ms."""
    filled = [["demo"], ["demo", "complaints", "--count", str(COMPLAINTS), "--seed", "1"]]
    with servers.portal(filled, worker=False, processes=1) as server:
        data = Path(server.environment["PORTAL_DATA"])
        app = create_app(open_portal(Config(data=data, flood_limits=False)))
        app.config["WTF_CSRF_ENABLED"] = False
        officer = _signed_in(app)
        cases = list(dict.fromkeys(_CASE.findall(officer.get(_LIST).text)))[:20]
        for name, pages in (("work list", [_LIST]), ("complaint page", cases)):
            each = [_took(app, officer, pages[n % len(pages)]) for n in range(len(pages) + TIMES)]
            warm = sorted(each[len(pages) :])
            yield name, 1000 * median(warm), 1000 * warm[0]


def _signed_in(app: Flask) -> FlaskClient:
    officer = app.test_client()
    account = {"email": "agent.saaq@demo.plaintes.example", "password": "demonstration"}
    assert officer.post("/fr/connexion", data=account).status_code == 303
    return officer


def _took(app: Flask, officer: FlaskClient, page: str) -> float:
    moments: list[float] = []

    def note(*_: object, **__: object) -> None:
        moments.append(process_time())

    with before_render_template.connected_to(note, app), template_rendered.connected_to(note, app):
        assert officer.get(page).status_code == 200
    began, ended = moments
    return ended - began
