"""Somebody of the parks who answers."""

from __future__ import annotations

import pytest

from portal.domain.actor import Actor
from portal.runtime import Runtime
from tests.complaints.held_messages.people import somebody


@pytest.fixture
def claire(runtime: Runtime) -> Actor:
    """An officer whose texts wait before they leave."""
    return somebody(runtime, "claire")
