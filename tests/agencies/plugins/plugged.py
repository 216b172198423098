"""The parks of the tests with a plugin that was never meant for them."""

from __future__ import annotations

from functools import cache

from portal.agencies.agency import Agency
from portal.agencies.settings.reader import read_folder
from portal.agencies.settings.schema import AgencySettings
from portal.agencies.settings.shared import PortalSettings
from portal.domain.complaint import Complaint, Draft, Status
from tests.support import TUESDAY
from tests.support.agencies import AGENCIES

DRAFT = Draft(category="trail", story="Le sentier est en feu.")
COMPLAINT = Complaint("2026-000001", "parks", "trail", Status.RECEIVED, 1, TUESDAY)


@cache
def settings_in_force() -> tuple[PortalSettings, dict[str, AgencySettings]]:
    """Return the settings of the tests' agencies."""
    read = read_folder(AGENCIES)
    assert read.portal is not None
    assert not read.mistakes
    return read.portal, read.agencies


def parks(plugin: object | None = None) -> Agency:
    """Return the parks with this plugin."""
    return Agency(settings_in_force()[1]["parks"], 1, plugin)
