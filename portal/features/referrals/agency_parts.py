"""What stands on the page of an agency for its own people, and for who followed their leaflet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.agencies.agency import Agency
from portal.features.referrals.handed_out import handed_by, leaflet_followed
from portal.pages.citizen.contributions import BUTTON, COMMITMENT, STAFF, AtStart, PagePart
from portal.pages.shown.agency import referring_unit


def _handed_by(agency: Agency) -> Mapping[str, Any] | None:
    """Return the unit that handed the leaflet out, by its code and in a sentence."""
    unit = handed_by(agency)
    return {"code": unit, "unit": referring_unit(agency, unit)} if unit else None


def _for_staff(_agency: Agency) -> Mapping[str, Any]:
    return {}


AGENCY_PARTS = (
    PagePart(BUTTON, "referrals/_leaflet_followed.html", _handed_by),
    PagePart(COMMITMENT, "referrals/_handed_by.html", _handed_by),
    PagePart(STAFF, "referrals/_for_staff.html", _for_staff),
    AtStart(leaflet_followed),
)
