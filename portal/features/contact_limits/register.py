"""The register of limits on contact: how many hold, what waits for a decision or a review."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.domain.permissions import Permission
from portal.features.contact_limits.queries import counted, register
from portal.features.contact_limits.rules import LimitState
from portal.features.contact_limits.words import MEANS, STATES
from portal.pages.current import runtime
from portal.pages.groups import Pages
from portal.pages.languages import localized

pages = Pages("office")


@localized(pages, fr="/gestion/<agency>/limites", en="/office/<agency>/limits")
@requires(Permission.SEE_LIMITS, agency_from="agency")
def contact_limits(agency: str) -> ResponseReturnValue:
    """List the agency's limits, those that hold and those of the last year, the newest first."""
    portal = runtime()
    with portal.reading(current_actor()) as session:
        found = register(session, agency, portal.now())
    counts = counted(found)
    return render_template(
        "contact_limits/contact_limits.html",
        agency=portal.agencies.agency(agency),
        limits=found,
        in_force=counts[LimitState.IN_FORCE.value],
        proposed=counts[LimitState.PROPOSED.value],
        to_review=sum(one.review_asked_at is not None and one.reviewed_at is None for one in found),
        means_words=MEANS,
        states=STATES,
    )
