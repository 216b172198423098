"""What forgeries are tried on."""

from __future__ import annotations

import pytest

from portal.complaints.handling import casework
from portal.complaints.proof import growing
from portal.runtime import Runtime
from tests.complaints.cases import act
from tests.support import file


@pytest.fixture
def lived(runtime: Runtime) -> Runtime:
    """Three complaints, each taken in charge and answered."""
    for _ in range(3):
        number = file(runtime).number
        act(runtime, number, casework.answer, body="Il est rouvert.")
    return runtime


@pytest.fixture(autouse=True)
def settled_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for what is being stored, and no longer."""
    monkeypatch.setattr(growing, "_SETTLING", 0.0)
