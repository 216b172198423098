"""Documents of a draft: each is kept or refused alone, and taken away by itself."""

from __future__ import annotations

from functools import partial

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from portal.auth.access import public
from portal.complaints.handling.documents import documents_of_draft, remove_from_draft
from portal.domain.actor import PORTAL
from portal.pages import uploads
from portal.pages.citizen.blueprint import bp
from portal.pages.citizen.journey import Journey
from portal.pages.citizen.opening import opens_journey
from portal.pages.citizen.texts import gettext, ngettext
from portal.pages.current import runtime
from portal.pages.forms import Problems
from portal.pages.languages import localized
from portal.pages.shown.question_fields import ACCEPTED

FIELD = "document"


@localized(bp, fr="/plainte/<draft>/documents", en="/complaint/<draft>/documents")
@public
@opens_journey
def documents(journey: Journey) -> ResponseReturnValue:
    """Show the documents of the draft, and ask for others."""
    return _page(journey, Problems())


@localized(bp, fr="/plainte/<draft>/documents", en="/complaint/<draft>/documents", methods=["POST"])
@public
@opens_journey
def change_documents(journey: Journey) -> ResponseReturnValue:
    """Add the documents that came, or take the one away whose button was pressed."""
    removed = request.form.get("retirer", type=int)
    if removed is not None:
        _remove(journey.draft.id, removed)
        return redirect(journey.url("documents"), 303)
    problems = Problems([FIELD])
    kept = uploads.take(FIELD, partial(uploads.attach_to_draft, journey.draft.id, None), problems)
    if not kept and not problems:
        problems.add(FIELD, gettext("Choisissez un document"))
    if problems:
        return _page(journey, problems), 422
    flash(ngettext("Votre document est ajouté.", "Vos %(num)s documents sont ajoutés.", kept))
    return redirect(journey.url("documents"), 303)


def _remove(draft_id: str, document_id: int) -> None:
    portal = runtime()
    with portal.transaction() as session:
        key = remove_from_draft(session, draft_id, document_id)
    if key is not None:
        portal.files.remove(key)


def _page(journey: Journey, problems: Problems) -> str:
    with runtime().reading(PORTAL) as session:
        kept = documents_of_draft(session, journey.draft.id)
    return render_template(
        "citizen/documents.html",
        journey=journey,
        problems=problems,
        documents=kept,
        limits=uploads.limits(),
        accepted=ACCEPTED,
    )
