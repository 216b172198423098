"""An officer of the parks, signed in."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.runtime import Runtime
from tests.pages.office.people import signed_in


@pytest.fixture
def claire(app: Flask, runtime: Runtime) -> FlaskClient:
    """The browser of an officer of the parks."""
    return signed_in(app, runtime)
