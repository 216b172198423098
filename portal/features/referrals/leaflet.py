"""The leaflet that employees hand out: on a page, as a PDF, and what its QR code carries along."""

from __future__ import annotations

from io import BytesIO

from flask import render_template, request, send_file
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from portal.agencies.agency import Agency
from portal.auth.access import public
from portal.complaints.planning.drafts import ANOTHER_UNIT
from portal.features.referrals.leaflet_words import leaflet_of
from portal.gateways.leaflet import leaflet_pdf as printed
from portal.pages.citizen.agencies import public_agency
from portal.pages.groups import Pages
from portal.pages.languages import localized
from portal.pages.shown.agency import unit_choices
from portal.pages.texts import gettext

pages = Pages("citizen")


@localized(pages, fr="/organismes/<code>/depliant", en="/agencies/<code>/leaflet")
@public
def leaflet(code: str) -> ResponseReturnValue:
    """Show the leaflet of a unit, which prints as it stands; let whoever hands it out say which."""
    agency = public_agency(code, "citizen.leaflet")
    if not isinstance(agency, Agency):
        return agency
    unit = _unit_of(agency)
    shown = leaflet_of(agency, unit)
    return render_template(
        "referrals/leaflet.html",
        agency=agency,
        leaflet=shown,
        # Drawn here from an address of this portal.
        code=Markup(shown.code),  # noqa: S704
        unit=unit,
        units=unit_choices(agency),
    )


@localized(pages, fr="/organismes/<code>/depliant/pdf", en="/agencies/<code>/leaflet/pdf")
@public
def leaflet_pdf(code: str) -> ResponseReturnValue:
    """Hand out the leaflet of a unit as a PDF: a sheet to print on both sides and fold."""
    agency = public_agency(code, "citizen.leaflet_pdf")
    if not isinstance(agency, Agency):
        return agency
    sheet = printed(leaflet_of(agency, _unit_of(agency)))
    name = f"{gettext('depliant')}-{agency.code}.pdf"
    return send_file(BytesIO(sheet), "application/pdf", download_name=name, etag=False)


def _unit_of(agency: Agency) -> str:
    """Return the unit that the address names, or the one of those that have no name here."""
    named = request.args.get("depliant", "")
    return named if named in dict(unit_choices(agency)) else ANOTHER_UNIT
