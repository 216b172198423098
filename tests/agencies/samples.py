"""The settings of the sample agencies, as they are read from their files."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from portal.agencies.settings.reader import read_agency, read_portal
from portal.agencies.settings.schema import AgencySettings

FOLDER = Path(__file__).parents[2] / "agency_configs"


@cache
def settings_of(code: str) -> AgencySettings:
    """Return the settings of a sample agency."""
    common, _ = read_portal((FOLDER / "_portal.yaml").read_text(encoding="utf-8"))
    own, mistakes = read_agency((FOLDER / f"{code}.yaml").read_text(encoding="utf-8"), common)
    assert own is not None, mistakes
    return own
