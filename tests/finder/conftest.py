"""A finder of a few invented agencies."""

from __future__ import annotations

import pytest
from hypothesis import settings

from portal.finder import Finder, build
from tests.finder.invented_agencies import SUBJECTS

# How long a text takes is measured by the benchmarks: a busy machine must not fail a law.
settings.register_profile("unhurried", settings.default, deadline=None)
settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def finder() -> Finder:
    return build(SUBJECTS)
