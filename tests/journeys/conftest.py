"""Whatever happens in a journey, the history tells it and each row is as it was signed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from portal.runtime import Runtime
from tests.complaints.cases import history_holds


@pytest.fixture
def runtime(runtime: Runtime, request: pytest.FixtureRequest) -> Iterator[Runtime]:
    """A portal whose history holds at the end, unless the test itself wrote past the portal."""
    yield runtime
    assert "past_the_portal" in request.keywords or history_holds(runtime)
