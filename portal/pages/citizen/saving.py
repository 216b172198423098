"""Finishing later, and leaving nothing behind on this device."""

from __future__ import annotations

from flask import flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.auth.access import public
from portal.complaints.planning.drafts import OpenDraft, erase_draft
from portal.pages.citizen.blueprint import bp
from portal.pages.citizen.opening import opens_draft
from portal.pages.citizen.save_for_later import later, resume_code
from portal.pages.citizen.texts import gettext
from portal.pages.current import runtime
from portal.pages.draft_cookie import forget_draft
from portal.pages.languages import localized


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
