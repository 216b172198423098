"""Finishing later, here or on another device, and leaving nothing behind on this one."""

from __future__ import annotations

from flask import flash, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from portal.auth.access import public
from portal.complaints.planning.kept_drafts import (
    OpenDraft,
    erase_draft,
    give_resume_code,
    resume_draft,
)
from portal.domain.errors import DraftGoneError
from portal.pages.citizen import bp
from portal.pages.citizen.opening import opens_draft
from portal.pages.current import gettext, runtime
from portal.pages.draft_cookie import forget_draft, newest_draft_id, remember_draft
from portal.pages.forms import Problems
from portal.pages.languages import localized
from portal.pages.protection import limiter

LATER = "plus-tard"
_KEPT_CODE = "reprise"
CODE_FIELD = "code"


def has_to_leave() -> bool:
    """Tell whether the person asked to finish later: nothing is then checked, all is kept."""
    return LATER in request.form


def later(draft: OpenDraft) -> ResponseReturnValue:
    """Give the draft a new resume code, and lead to the page that shows it."""
    portal = runtime()
    with portal.transaction() as opened:
        code = give_resume_code(opened, portal.keyring, draft.id)
    session[_KEPT_CODE] = [draft.id, code]
    return redirect(url_for("citizen.save", draft=draft.id), 303)


def resume_code(draft: OpenDraft) -> str | None:
    """Return the code given to this draft in this session, if one was."""
    draft_id, code = session.get(_KEPT_CODE, (None, None))
    return code if draft_id == draft.id else None


@localized(bp, fr="/plainte/<draft>/enregistrer", en="/complaint/<draft>/save")
@public
@opens_draft
def save(draft: OpenDraft) -> ResponseReturnValue:
    """Say until when the draft is kept, and show the code that opens it elsewhere."""
    return render_template("citizen/save.html", draft=draft, code=resume_code(draft))


@localized(bp, fr="/plainte/<draft>/enregistrer", en="/complaint/<draft>/save", methods=["POST"])
@public
@opens_draft
def give_code(draft: OpenDraft) -> ResponseReturnValue:
    """Give a new resume code, the one before it no longer opening anything."""
    return later(draft)


@localized(bp, fr="/plainte/<draft>/oublier", en="/complaint/<draft>/forget", methods=["POST"])
@public
def forget(draft: str) -> ResponseReturnValue:
    """Make this device forget the draft, sent or not; the portal keeps it."""
    response = make_response(redirect(url_for(".home"), 303))
    forget_draft(response, draft)
    flash(gettext("Cet appareil a oublié votre plainte."))
    return response


@localized(bp, fr="/plainte/<draft>/supprimer", en="/complaint/<draft>/delete")
@public
@opens_draft
def delete(draft: OpenDraft) -> ResponseReturnValue:
    """Say what deleting the draft will do."""
    return render_template("citizen/delete.html", draft=draft)


@localized(bp, fr="/plainte/<draft>/supprimer", en="/complaint/<draft>/delete", methods=["POST"])
@public
@opens_draft
def delete_now(draft: OpenDraft) -> ResponseReturnValue:
    """Delete the draft and its documents."""
    portal = runtime()
    with portal.transaction() as session:
        keys = erase_draft(session, draft.id)
    for key in keys:
        portal.files.remove(key)
    response = make_response(redirect(url_for(".home"), 303))
    forget_draft(response, draft.id)
    flash(gettext("Votre brouillon est supprimé."))
    return response


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
