"""Whatever happens in a journey, the history tells it and each row is as it was signed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from zlib import crc32

import pytest

from portal.runtime import Runtime
from tests.complaints.cases import history_holds

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave to the slow run the second language of a journey that is told in both."""
    for item in items:
        language = getattr(item, "callspec", None) and item.callspec.params.get("language")
        if item.path.parent == HERE and language not in (None, _ordinarily(item)):
            item.add_marker("slow")


def _ordinarily(item: pytest.Item) -> str:
    """Return the language in which a journey is always walked: half are in each."""
    return ("fr", "en")[crc32(item.nodeid.split("[")[0].encode()) % 2]


@pytest.fixture(autouse=True)
def history_holding(request: pytest.FixtureRequest) -> Iterator[None]:
    """Look through the history at the end, unless the test itself wrote past the portal."""
    portal: Runtime | None = None
    if "runtime" in request.fixturenames and "past_the_portal" not in request.keywords:
        portal = request.getfixturevalue("runtime")
    yield
    assert portal is None or history_holds(portal)
