"""The portal inside the process that measures it: its pages without a server around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from portal.app import create_app, open_portal
from portal.config import Config
from portal.runtime import Runtime
from tests.benchmarks import servers

LIST = "/fr/gestion/saaq/file"
_CASE = re.compile(r'href="(/fr/gestion/saaq/plaintes/[^"#?]+)[?"]')


@contextmanager
def opened(complaints: int, address: str | None = None) -> Iterator[tuple[Runtime, Flask]]:
    """Give a portal with so many complaints, and the application that serves its pages."""
    filled = [["demo"], ["demo", "complaints", "--count", str(complaints), "--seed", "1"]]
    with servers.filled_folder(filled, address) as environment:
        data = Path(environment["PORTAL_DATA"])
        portal = open_portal(Config(data=data, database=address or "", flood_limits=False))
        app = create_app(portal)
        app.config["WTF_CSRF_ENABLED"] = False
        try:
            yield portal, app
        finally:
            portal.database.close()


def signed_in(app: Flask) -> FlaskClient:
    """Return the client of an officer of a large agency."""
    officer = app.test_client()
    account = {"email": "agent.saaq@demo.plaintes.example", "password": "demonstration"}
    assert officer.post("/fr/connexion", data=account).status_code == 303
    return officer


def cases(officer: FlaskClient, view: str = "equipe") -> list[str]:
    """Return the addresses of the first twenty complaints of a view."""
    found = _CASE.findall(officer.get(f"{LIST}?vue={view}").text)
    return list(dict.fromkeys(found))[:20]
