"""What may be added before sending: wishes, when and where, what features ask, documents."""

from __future__ import annotations

from functools import partial

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from portal.auth.access import public
from portal.complaints.handling.documents import remove_from_draft
from portal.pages import uploads
from portal.pages.citizen import bp
from portal.pages.citizen.contributions import (
    ON_DETAILS,
    DraftPage,
    draft_forms,
    shown_parts,
    typed_for_features,
)
from portal.pages.citizen.journey import Journey
from portal.pages.citizen.opening import opens_journey, saved
from portal.pages.current import gettext, ngettext, runtime
from portal.pages.forms import LONGEST_STORY, Problems, typed_text
from portal.pages.languages import localized
from portal.pages.shown.before_filing import ACCEPTED

WISH_FIELD, PLACE_FIELD = "demande", "quand-ou"
FIELD = "document"


@localized(bp, fr="/plainte/<draft>/precisions", en="/complaint/<draft>/details")
@public
@opens_journey
def details(journey: Journey) -> ResponseReturnValue:
    """Ask what the person wants, when and where, and the like; all may stay empty."""
    return _page(journey, _problems(journey))


@localized(bp, fr="/plainte/<draft>/precisions", en="/complaint/<draft>/details", methods=["POST"])
@public
@opens_journey
def keep_details(journey: Journey) -> ResponseReturnValue:
    """Keep the additions and go back to the check page."""
    draft = saved(
        journey.draft,
        wish=typed_text(WISH_FIELD),
        when_where=typed_text(PLACE_FIELD),
        **typed_for_features(DraftPage.DETAILS, journey),
    )
    now_known = Journey.of(draft, journey.agency)
    problems = _problems(now_known)
    if problems:
        return _page(now_known, problems), 422
    return redirect(now_known.url(now_known.next_step()), 303)


def _problems(journey: Journey) -> Problems:
    content = journey.content
    forms = draft_forms(DraftPage.DETAILS)
    problems = Problems(
        [WISH_FIELD, PLACE_FIELD, *(field for form in forms for field in form.fields)]
    )
    for field, text in ((WISH_FIELD, content.wish), (PLACE_FIELD, content.when_where)):
        problems.check_text(field, text)
    for form in forms:
        if form.check is not None:
            form.check(journey, problems)
    return problems


def _page(journey: Journey, problems: Problems) -> str:
    return render_template(
        "citizen/details.html",
        journey=journey,
        problems=problems,
        longest=LONGEST_STORY,
        parts=shown_parts(ON_DETAILS, journey),
    )


@localized(bp, fr="/plainte/<draft>/documents", en="/complaint/<draft>/documents")
@public
@opens_journey
def documents(journey: Journey) -> ResponseReturnValue:
    """Show the documents of the draft, and ask for others."""
    return _documents_page(journey, Problems())


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
        return _documents_page(journey, problems), 422
    flash(ngettext("Votre document est ajouté.", "Vos %(num)s documents sont ajoutés.", kept))
    return redirect(journey.url("documents"), 303)


def _remove(draft_id: str, document_id: int) -> None:
    portal = runtime()
    with portal.transaction() as session:
        key = remove_from_draft(session, draft_id, document_id)
    if key is not None:
        portal.files.remove(key)


def _documents_page(journey: Journey, problems: Problems) -> str:
    return render_template(
        "citizen/documents.html",
        journey=journey,
        problems=problems,
        documents=uploads.kept_for(journey.draft.id),
        limits=uploads.limits(),
        accepted=ACCEPTED,
    )
