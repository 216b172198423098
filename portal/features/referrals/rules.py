"""Who led a person to the complaints service: what a draft keeps of it, and the history tells."""

from __future__ import annotations

from dataclasses import dataclass

from portal.payload import Payload


@dataclass(frozen=True, slots=True)
class Referred(Payload):
    """What the first entry of a history tells: which unit's staff led here, and by a leaflet."""

    referred_by: str | None = None
    by_leaflet: bool = False


@dataclass(frozen=True, slots=True)
class Referral(Payload):
    """What a draft keeps: the unit that led its writer here, and the agency of its leaflet."""

    referred_by: str = ""
    leaflet_of: str = ""

    def told(self, agency: str) -> Referred | None:
        """Return what the history of a complaint of this agency tells; None if nobody led to it.

        The leaflet of another agency tells nothing here: its units are not this one's.
        """
        if not self.referred_by or self.leaflet_of not in ("", agency):
            return None
        return Referred(self.referred_by, bool(self.leaflet_of))
