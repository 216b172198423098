"""What all agencies share about complaints that change hands, as the portal's settings say it."""

from __future__ import annotations

from dataclasses import dataclass

from portal.agencies.promises import promised_time
from portal.agencies.settings.defaults import ONE_DAY, TWO_DAYS
from portal.agencies.settings.shared import PortalSettings
from portal.domain.promise import Promise


@dataclass(frozen=True, slots=True)
class HandingOn:
    """What is promised while nobody who can answer has the complaint yet.

    `intake` is how soon the intake desk hands on what it receives, `transfer` how long the
    complainant may choose what travels before a transfer is carried out, `arbitration` how soon
    the desk decides between agencies that sent a complaint back and forth.
    """

    intake: Promise = ONE_DAY
    transfer: Promise = TWO_DAYS
    arbitration: Promise = TWO_DAYS


def handing_on(settings: PortalSettings) -> HandingOn:
    """Return how soon complaints get to the right agency; the common rule where nothing is said."""
    times = settings.handing_on
    return HandingOn(
        **{name: promised_time(time) for name, time in times or () if time is not None}
    )
