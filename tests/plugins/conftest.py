"""The shipped agencies, asked as the portal asks them: settings and plugin together."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest

from portal.agencies.agency import Agency
from portal.agencies.settings.reader import read_folder

FOLDER = Path(__file__).parents[2] / "agency_configs"


@pytest.fixture(scope="session")
def shipped() -> Callable[[str], Agency]:
    configuration = read_folder(FOLDER)

    def agency(code: str) -> Agency:
        settings = configuration.agencies[code]
        return Agency(settings, plugin=import_module(f"plugins.{settings.agency.plugin}"))

    return agency
