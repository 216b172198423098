"""What every employee of an agency has to know of complaints, whether they have an account or not.

The page is open to everybody: most of those who serve the public have no account here, and nothing
in it is secret. It names posts and units, never people. The page of an agency leads there; of
whoever followed a leaflet's QR code, the unit that handed it out goes along with the complaint.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from portal.agencies.agency import Agency
from portal.auth.access import public
from portal.complaints.planning.filing_plan import FilingPlan, plan_filing
from portal.complaints.planning.kept_drafts import ANOTHER_UNIT
from portal.domain.complaint import Draft
from portal.domain.time.clock import ClockKind
from portal.domain.time.promise import Confidence, Promise
from portal.pages.citizen.agencies import public_agency
from portal.pages.citizen.contributions import BUTTON, COMMITMENT, STAFF, AtStart, PagePart
from portal.pages.current import current_language, runtime
from portal.pages.groups import Pages
from portal.pages.languages import localized
from portal.pages.shown.agency import referring_unit, shown_agency, unit_names

pages = Pages("citizen")


@dataclass(frozen=True, slots=True)
class DatedStep:
    """Until when the agency does something for a complaint that comes in now."""

    kind: str
    promise: Promise
    last_day: date | None

    @property
    def is_sample(self) -> bool:
        """Tell whether the time is a sample."""
        return self.promise.confidence is Confidence.ASSUMED


@localized(pages, fr="/organismes/<code>/personnel", en="/agencies/<code>/staff")
@public
def staff_page(code: str) -> ResponseReturnValue:
    """Show what the complaints service is for, what to say, how to refer, and the dates."""
    agency = public_agency(code, "citizen.staff_page")
    if not isinstance(agency, Agency):
        return agency
    now = runtime().now()
    plan = plan_filing(agency, Draft(None, story="", language=current_language()), now)
    return render_template(
        "referrals/citizen_staff_page.html",
        agency=agency,
        shown=shown_agency(agency),
        steps=_steps(plan),
        today=plan.calendar.day_of(now),
        address=runtime().config.base_url,
    )


def _steps(plan: FilingPlan) -> list[DatedStep]:
    return [
        DatedStep(kind.value, plan.clock(kind).promise, plan.latest_day(kind))
        for kind in (ClockKind.ACKNOWLEDGE, ClockKind.FIRST_CONTACT, ClockKind.ANSWER)
    ]


def _handed_by(agency: Agency) -> Mapping[str, Any] | None:
    """Return the unit whose leaflet led to this page, by its code and in a sentence."""
    unit = _known(agency, request.args.get("depliant", ""))
    return {"code": unit, "unit": referring_unit(agency, unit)} if unit else None


def _leaflet_followed(agency: Agency) -> dict[str, str]:
    """Return what a draft keeps of the leaflet that its sender followed."""
    unit = _known(agency, request.form.get("depliant", ""))
    return {"referred_by": unit, "leaflet_of": agency.code} if unit else {}


def _known(agency: Agency, unit: str) -> str:
    """Return a unit of the agency; one that it no longer has is one without a name."""
    return unit if not unit or unit in unit_names(agency) else ANOTHER_UNIT


AGENCY_PARTS = (
    PagePart(BUTTON, "referrals/_leaflet_followed.html", _handed_by),
    PagePart(COMMITMENT, "referrals/_handed_by.html", _handed_by),
    PagePart(STAFF, "referrals/_for_staff.html", lambda _agency: {}),
    AtStart(_leaflet_followed),
)
