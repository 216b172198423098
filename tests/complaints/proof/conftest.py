"""What forgeries are tried on."""

from __future__ import annotations

import pytest

from portal.complaints.handling import casework
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
