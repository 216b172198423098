"""Going on with a draft on another device, with its resume code."""

from __future__ import annotations

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.auth.access import public
from portal.complaints.planning.drafts import resume_draft
from portal.domain.errors import DraftGoneError
from portal.pages.citizen.blueprint import bp
from portal.pages.citizen.texts import gettext
from portal.pages.current import runtime
from portal.pages.draft_cookie import newest_draft_id, remember_draft
from portal.pages.forms import Problems
from portal.pages.languages import localized
from portal.pages.protection import limiter

CODE_FIELD = "code"


@localized(bp, fr="/reprendre", en="/resume")
@public
def resume() -> ResponseReturnValue:
    """Ask for the resume code; offer the draft that this browser remembers."""
    return _page(Problems())


@localized(bp, fr="/reprendre", en="/resume", methods=["POST"])
@public
@limiter.limit("20 per 15 minutes")
def resume_with_code() -> ResponseReturnValue:
    """Open the draft that the code belongs to, and let this browser keep it open."""
    portal = runtime()
    typed = request.form.get(CODE_FIELD, "")
    try:
        with portal.transaction() as session:
            draft_id, secret = resume_draft(session, portal.keyring, typed, portal.now())
    except DraftGoneError:
        problems = Problems()
        problems.add(CODE_FIELD, gettext("Ce code n’ouvre aucun brouillon. Vérifiez-le"))
        return _page(problems, typed), 422
    response = make_response(redirect(url_for(".story", draft=draft_id), 303))
    remember_draft(response, draft_id, secret)
    return response


def _page(problems: Problems, typed: str = "") -> str:
    draft_id = newest_draft_id()
    return render_template("citizen/resume.html", problems=problems, code=typed, draft_id=draft_id)
