"""The register of limits on contact: how many hold, what waits for a decision or a review."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.db.queries.contact_limits import counted, register
from portal.domain.contact_limit import LimitState
from portal.domain.permissions import Permission
from portal.web.current import runtime
from portal.web.languages import localized
from portal.web.office.blueprints import bp
from portal.words.contact_limits import MEANS, STATES


@localized(bp, fr="/gestion/<agency>/limites", en="/office/<agency>/limits")
@requires(Permission.SEE_LIMITS, agency_from="agency")
def contact_limits(agency: str) -> ResponseReturnValue:
    """List the agency's limits, those that hold and those of the last year, the newest first."""
    portal = runtime()
    with portal.reading(current_actor()) as session:
        found = register(session, agency, portal.now())
    counts = counted(found)
    return render_template(
        "office/contact_limits.html",
        agency=portal.agencies.agency(agency),
        limits=found,
        in_force=counts[LimitState.IN_FORCE.value],
        proposed=counts[LimitState.PROPOSED.value],
        to_review=sum(one.review_asked_at is not None and one.reviewed_at is None for one in found),
        means_words=MEANS,
        states=STATES,
    )
