"""Those whom a group of complaints concerns, and the browsers of some."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.domain.role import Role
from portal.runtime import Runtime
from tests.features.groups.grouped import Team, team
from tests.pages.office.people import signed_in


@pytest.fixture
def people(runtime: Runtime) -> Team:
    """An officer, a head and a manager of the parks."""
    return team(runtime)


@pytest.fixture
def officer(app: Flask, runtime: Runtime) -> FlaskClient:
    """The browser of an officer, who gathers and answers."""
    return signed_in(app, runtime)


@pytest.fixture
def head(app: Flask, runtime: Runtime) -> FlaskClient:
    """The browser of the head of the complaints service."""
    return signed_in(app, runtime, "anne@parcs.example", Role.HEAD, post=None)
