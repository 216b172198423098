"""Every shipped agency keeps every check of the conformance kit, settings and plugin together."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal.conformance import outcomes, subject_of

FOLDER = Path(__file__).parents[2] / "agency_configs"
CODES = sorted(file.stem for file in FOLDER.glob("[a-z]*.yaml"))


@pytest.mark.parametrize("code", CODES)
def test_a_shipped_agency_keeps_every_check(code: str):
    assert [
        each.message for each in outcomes(subject_of(code, folder=FOLDER)) if each.is_broken
    ] == []
