"""Whoever a complaint concerns reads why it is closed to them and whom to see: nothing of it."""

from __future__ import annotations

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue

from portal.auth.sign_in import current_actor
from portal.complaints.people.staff import Staff
from portal.complaints.queries.accounts import names_of
from portal.domain.actor import PORTAL
from portal.domain.errors import UnknownComplaintError
from portal.features.conflicts_of_interest.queries import concerned_in
from portal.pages.current import runtime
from portal.pages.errors import portal_error
from portal.pages.groups import Pages

pages = Pages("office")


@pages.errorhandler(UnknownComplaintError)
def closed_to_its_reader(error: UnknownComplaintError) -> ResponseReturnValue:
    """Say why a complaint that concerns its reader does not open; else that there is none."""
    asked = request.view_args or {}
    agency, number = asked.get("agency", ""), asked.get("number", "")
    with runtime().reading(PORTAL) as session:
        concerned = concerned_in(session, agency, number)
        if current_actor().user_id not in concerned:
            return portal_error(error)
        staff = Staff(runtime().now()).but(concerned)
        heads, top = staff.heads(session, agency), staff.top_authority(session, agency)
        names = names_of(session, [one.user_id for one in heads or top])
    page = render_template(
        "conflicts_of_interest/kept_out.html",
        agency=runtime().agencies.agency(agency),
        number=number,
        names=sorted(names.values()),
        is_head=bool(heads),
    )
    return make_response(page, 403)
