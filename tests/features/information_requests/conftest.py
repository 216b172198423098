"""A complaint, who handles it, and who is asked about it."""

from __future__ import annotations

import pytest

from portal.domain.actor import Actor
from portal.domain.role import Role
from portal.runtime import Runtime
from tests.complaints.cases import member
from tests.support import file


@pytest.fixture
def number(runtime: Runtime) -> str:
    return file(runtime).number


@pytest.fixture
def claire(runtime: Runtime) -> Actor:
    return member(runtime)


@pytest.fixture
def director(runtime: Runtime) -> Actor:
    return member(runtime, Role.MANAGER, "parks", "director")
