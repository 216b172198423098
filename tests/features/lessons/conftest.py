"""Those from whose work lessons are learned."""

from __future__ import annotations

import pytest

from portal.runtime import Runtime
from tests.features.recommendations.recommended import Team, team


@pytest.fixture
def people(runtime: Runtime) -> Team:
    """An officer, a head, a director and a president of the parks."""
    return team(runtime)
