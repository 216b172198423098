"""Whoever follows a leaflet's QR code: which unit handed it out goes along with the complaint."""

from __future__ import annotations

from flask import request

from portal.agencies.agency import Agency
from portal.complaints.planning.drafts import ANOTHER_UNIT
from portal.pages.shown.agency import unit_names


def handed_by(agency: Agency) -> str:
    """Return the unit whose leaflet led to this page, nothing if none did.

    A unit that the agency no longer has still handed it out: it is one without a name.
    """
    return _known(agency, request.args.get("depliant", ""))


def leaflet_followed(agency: Agency) -> dict[str, str]:
    """Return what a draft keeps of the leaflet that its sender followed."""
    unit = _known(agency, request.form.get("depliant", ""))
    return {"referred_by": unit, "leaflet_of": agency.code} if unit else {}


def _known(agency: Agency, unit: str) -> str:
    return unit if not unit or unit in unit_names(agency) else ANOTHER_UNIT
