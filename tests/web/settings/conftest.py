"""Administrators who look after an agency, or after the whole portal."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.domain.actor import Role
from portal.runtime import Runtime
from tests.web.office.people import signed_in


@pytest.fixture
def admin(app: Flask, runtime: Runtime) -> FlaskClient:
    """The browser of an administrator of the parks board."""
    return signed_in(app, runtime, role=Role.ADMINISTRATOR, post=None)


@pytest.fixture
def water_admin(app: Flask, runtime: Runtime) -> FlaskClient:
    """The browser of an administrator of the water board, whose rules the parks do not have."""
    return signed_in(app, runtime, role=Role.ADMINISTRATOR, post=None, agency="water")


@pytest.fixture
def portal_admin(app: Flask, runtime: Runtime) -> FlaskClient:
    """The browser of an administrator of the whole portal."""
    return signed_in(app, runtime, role=Role.ADMINISTRATOR, agency=None, post=None)
