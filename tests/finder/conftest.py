"""A finder of a few invented agencies."""

from __future__ import annotations

import pytest

from portal.finder.suggest import Finder, build
from tests.finder.invented_agencies import SUBJECTS


@pytest.fixture(scope="session")
def finder() -> Finder:
    return build(SUBJECTS)
