"""The entrance: what happened, in the person's own words, becomes a draft."""

from __future__ import annotations

from typing import Any

from flask import Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.agencies.agency import Agency
from portal.auth.access import public
from portal.complaints.planning.drafts import save_draft, start_draft
from portal.pages.citizen.blueprint import bp
from portal.pages.citizen.contributions import ON_HOME, AtStart, shown_parts
from portal.pages.contributions import added
from portal.pages.current import current_language, runtime
from portal.pages.draft_cookie import newest_draft_id, remember_draft
from portal.pages.languages import localized, preferred_language
from portal.pages.typed import typed_line


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
    return render_template(
        "citizen/home.html",
        topics=portal.agencies.portal.topics,
        draft_id=newest_draft_id(),
        parts=shown_parts(ON_HOME, portal.now()),
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
            save_draft(session, draft_id, now, place=place, **_kept(agency))
    page = ".story" if agency else ".finder"
    response = make_response(redirect(url_for(page, draft=draft_id), 303))
    remember_draft(response, draft_id, secret)
    return response


@localized(bp, fr="/plainte", en="/complaint", endpoint="start_again")
@public
def start_again() -> Response:
    """Lead whoever reloads the address of the form to where it stands."""
    return make_response(redirect(url_for(".home"), 303))


def _kept(agency: Agency) -> dict[str, Any]:
    """Return what the draft keeps of the page where it began, by its name in the draft."""
    adding = added(AtStart)
    return {key: value for one in adding for key, value in one.kept(agency).items()}


def _agency_asked_for() -> Agency | None:
    agencies = runtime().agencies
    code = request.form.get("organisme")
    if code:
        return agencies.agency(code)
    return agencies.intake_desk if request.form.get("sans-choisir") else None
