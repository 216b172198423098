"""Every shipped agency keeps every check of the conformance kit, settings and plugin together."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.agencies.settings.reader import read_folder
from portal.conformance import opening, outcomes, subject_of

FOLDER = Path(__file__).parents[2] / "agency_configs"
CODES = sorted(file.stem for file in FOLDER.glob("[a-z]*.yaml"))


@pytest.fixture(scope="module")
def read_once() -> Iterator[None]:
    """Read the folder once: it is the same beside each agency."""
    beside = read_folder(FOLDER)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(opening, "read_folder", lambda *_: beside)
        yield


@pytest.mark.usefixtures("read_once")
@pytest.mark.parametrize("code", CODES)
def test_a_shipped_agency_keeps_every_check(code: str):
    assert [
        each.message for each in outcomes(subject_of(code, folder=FOLDER)) if each.is_broken
    ] == []
