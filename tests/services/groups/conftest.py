"""Those whom a group of complaints concerns."""

from __future__ import annotations

import pytest

from portal.runtime import Runtime
from tests.services.groups.grouped import Team, team


@pytest.fixture
def people(runtime: Runtime) -> Team:
    """An officer, a head and a manager of the parks."""
    return team(runtime)
