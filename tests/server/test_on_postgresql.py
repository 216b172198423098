"""Several processes have connections of their own to one PostgreSQL."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.journeys.over_http import filed
from tests.server.served import serving

CLIENTS, EACH = 4, 3


@pytest.fixture
def backend() -> str:
    """A server that all connect to."""
    return "postgresql"


def test_complaints_filed_at_once_have_numbers_without_gap(database_url: str, tmp_path: Path):
    with (
        serving(tmp_path, database=database_url) as running,
        ThreadPoolExecutor(CLIENTS) as pool,
    ):
        filings = pool.map(filed, [running.port] * CLIENTS * EACH)
        numbers = sorted(int(number.rpartition("-")[2]) for number, _ in filings)
        assert numbers == [*range(1, CLIENTS * EACH + 1)]
        warned = [line["event"] for line in running.lines() if line["level"] != "info"]
        assert warned == ["no letter leaves"]
