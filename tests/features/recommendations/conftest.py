"""A complaint, and those whom a recommendation goes through."""

from __future__ import annotations

import pytest

from portal.runtime import Runtime
from tests.features.recommendations.recommended import Team, team
from tests.support import file


@pytest.fixture
def number(runtime: Runtime) -> str:
    """The number of a complaint to recommend something from."""
    return file(runtime).number


@pytest.fixture
def people(runtime: Runtime) -> Team:
    """An officer, a head, a director and a president of the parks."""
    return team(runtime)
