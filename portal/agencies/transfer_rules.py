"""What all agencies share about complaints that change hands, as the portal's settings say it."""

from __future__ import annotations

from portal.agencies.promises import promised_time
from portal.agencies.settings.shared import PortalSettings
from portal.features.transfers.rules import HandingOn


def handing_on(settings: PortalSettings) -> HandingOn:
    """Return how soon complaints get to the right agency; the common rule where nothing is said."""
    said = settings.handing_on
    return HandingOn(**{name: promised_time(time) for name, time in said or () if time is not None})
