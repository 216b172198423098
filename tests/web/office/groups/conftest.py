"""An officer and the head of the parks, signed in."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.domain.actor import Role
from portal.runtime import Runtime
from tests.web.office.people import signed_in


@pytest.fixture
def officer(app: Flask, runtime: Runtime) -> FlaskClient:
    """The browser of an officer, who gathers and answers."""
    return signed_in(app, runtime)


@pytest.fixture
def head(app: Flask, runtime: Runtime) -> FlaskClient:
    """The browser of the head of the complaints service."""
    return signed_in(app, runtime, "anne@parcs.example", Role.HEAD, post=None)
