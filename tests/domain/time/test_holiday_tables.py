"""Holidays of other countries stand in a file as their library has them."""

from __future__ import annotations

import subprocess
import sys

import pytest

from portal.domain.time import holiday_tables
from portal.domain.time.holiday_tables import SOURCES, YEARS, by_library, tabled

ASKED = "from portal.domain.time.holidays import closed_days; import sys; closed_days('{}', {})"


def test_the_file_is_as_the_library_is():
    file = holiday_tables._FILE.read_text(encoding="utf-8").splitlines()
    assert file == list(holiday_tables.lines_of_file()), (
        "run python -m portal.domain.time.holiday_tables"
    )


@pytest.mark.parametrize("jurisdiction", SOURCES)
def test_years_that_are_not_in_the_file_are_asked_of_the_library(jurisdiction: str):
    for year in (YEARS.start - 1, YEARS.stop):
        assert tabled(jurisdiction, year) == by_library(jurisdiction, year) != {}


@pytest.mark.parametrize("jurisdiction", SOURCES)
def test_the_years_of_the_file_load_no_library(jurisdiction: str):
    asked = ASKED.format(jurisdiction, YEARS.start)
    loaded = f"{asked}; sys.exit('holidays' in sys.modules)"
    subprocess.run([sys.executable, "-c", loaded], check=True)
