"""Whatever happens in a journey, the history tells it and each row is as it was signed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from portal.runtime import Runtime
from tests.complaints.cases import history_holds


@pytest.fixture(autouse=True)
def history_holding(request: pytest.FixtureRequest) -> Iterator[None]:
    """Look through the history at the end, unless the test itself wrote past the portal."""
    portal: Runtime | None = None
    if "runtime" in request.fixturenames and "past_the_portal" not in request.keywords:
        portal = request.getfixturevalue("runtime")
    yield
    assert portal is None or history_holds(portal)
