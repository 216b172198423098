"""The entrance: what happened, in the person's own words, becomes a draft."""

from __future__ import annotations

from flask import Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.agencies.agency import Agency
from portal.auth.access import public
from portal.complaints.filing.drafts import save_draft, start_draft
from portal.domain.actor import PORTAL
from portal.features.referrals.handed_out import leaflet_followed
from portal.pages.citizen.blueprint import bp
from portal.pages.current import current_language, portal_zone, runtime
from portal.pages.draft_cookie import newest_draft_id, remember_draft
from portal.pages.languages import localized, preferred_language
from portal.pages.typed import typed_line
from portal.reporting.public_measures import public_measures


@bp.get("/")
@public
def door() -> ResponseReturnValue:
    """Lead to the home page in the person's language."""
    return redirect(url_for(".home", language=preferred_language()))


@localized(bp, fr="/", en="/")
@public
def home() -> ResponseReturnValue:
    """Show what the portal does, and ask what happened."""
    portal = runtime()
    today = portal.now().astimezone(portal_zone()).date()
    with portal.reading(PORTAL) as session:
        measures = public_measures(session, today)
    return render_template(
        "citizen/home.html",
        topics=portal.agencies.portal.topics,
        draft_id=newest_draft_id(),
        measures=measures,
    )


@localized(bp, fr="/plainte", en="/complaint", methods=["POST"])
@public
def start() -> ResponseReturnValue:
    """Begin a draft: with the words typed, for an agency, or without choosing one."""
    portal = runtime()
    agency = _agency_asked_for()
    now, language = portal.now(), current_language()
    with portal.transaction() as session:
        draft_id, secret = start_draft(session, portal.keyring, language, typed_line("mots"), now)
        session.flush()
        if agency is not None:
            place = {"agency": agency.code, "category": request.form.get("categorie") or None}
            save_draft(session, draft_id, now, place=place, **leaflet_followed(agency))
    page = ".story" if agency else ".finder"
    response = make_response(redirect(url_for(page, draft=draft_id), 303))
    remember_draft(response, draft_id, secret)
    return response


@localized(bp, fr="/plainte", en="/complaint", endpoint="start_again")
@public
def start_again() -> Response:
    """Lead whoever reloads the address of the form to where it stands."""
    return make_response(redirect(url_for(".home"), 303))


def _agency_asked_for() -> Agency | None:
    agencies = runtime().agencies
    code = request.form.get("organisme")
    if code:
        return agencies.agency(code)
    return agencies.intake_desk if request.form.get("sans-choisir") else None
