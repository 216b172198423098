"""A complaint that an employee writes down, as tests send it."""

from __future__ import annotations

import re

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.pages.office.told import FRIDAY, TOLD, received

NEW = "/fr/gestion/parks/nouvelle"


def form(client: FlaskClient) -> str:
    """Return the address of an empty form."""
    return client.get(NEW).location


def send(client: FlaskClient, path: str, **more: object) -> TestResponse:
    """Send the form for a complaint that came last Friday."""
    data = {**TOLD, **received(FRIDAY), **more}
    return client.post(
        path, data={name: value for name, value in data.items() if value is not None}
    )


def number_on(page: str) -> str:
    """Return the number of the complaint on the page that ends the registering."""
    match = re.search(r"20\d\d-\d{6}", page)
    assert match
    return match[0]
