"""Step 3: check everything, see the dates promised, send."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from portal.auth.access import public
from portal.complaints.filing.file_complaint import file_complaint
from portal.complaints.planning.filing_plan import FilingPlan, plan_filing
from portal.complaints.planning.kept_drafts import to_send
from portal.domain.errors import DraftGoneError
from portal.pages import uploads
from portal.pages.citizen import bp
from portal.pages.citizen.contributions import (
    ON_CHECK,
    DraftPage,
    OnceSent,
    shown_parts,
    typed_for_features,
)
from portal.pages.citizen.journey import CHECK, QUESTIONS, STORY, Journey
from portal.pages.citizen.opening import opens_journey, saved
from portal.pages.citizen.saving import has_to_leave, later
from portal.pages.current import runtime
from portal.pages.features import added
from portal.pages.languages import localized
from portal.pages.shown import before_filing
from portal.pages.shown.before_filing import worded_answers


@localized(bp, fr="/plainte/<draft>/verifier", en="/complaint/<draft>/check")
@public
@opens_journey
def check(journey: Journey) -> ResponseReturnValue:
    """Show everything that will be sent, and the dates that sending it now would promise."""
    if journey.next_step() != CHECK:
        return redirect(journey.url(journey.next_step()), 303)
    documents = uploads.kept_for(journey.draft.id)
    plan = plan_filing(journey.agency, journey.filing, runtime().now(), journey.consultation)
    return render_template(
        "citizen/check.html",
        journey=journey,
        content=journey.content,
        answers=worded_answers(journey.questions, journey.filing.answers, documents),
        documents=[document for document in documents if not document.question],
        plan=plan,
        notices=before_filing.notices_of(journey.consultation, journey.filing),
        parts=shown_parts(ON_CHECK, journey),
    )


@localized(bp, fr="/plainte/<draft>/verifier", en="/complaint/<draft>/check", methods=["POST"])
@public
@opens_journey
def send(journey: Journey) -> ResponseReturnValue:
    """File the complaint, once however often it is sent, and lead to its receipt."""
    may_transfer = "transmettre" in request.form
    if has_to_leave():
        typed = typed_for_features(DraftPage.CHECK, journey)
        return later(saved(journey.draft, may_transfer=may_transfer, **typed))
    unready = next((step for step in journey.steps if journey.missing(step)), None)
    if unready is not None:
        return redirect(journey.url(unready), 303)
    if journey.own_problems:
        return redirect(journey.url(_page_to_correct(journey)), 303)
    now = runtime().now()
    plan = plan_filing(journey.agency, journey.filing, now, journey.consultation)
    _file(journey, plan, may_transfer, now)
    return redirect(journey.url("sent"), 303)


def _file(journey: Journey, plan: FilingPlan, may_transfer: bool, now: datetime) -> None:
    portal = runtime()
    typed = typed_for_features(DraftPage.CHECK, journey)
    content = replace(to_send(journey.content), may_transfer=may_transfer, **typed)
    # Sent a moment ago from another tab: its receipt is the one to show.
    with suppress(DraftGoneError):
        draft = replace(journey.filing, received_at=now)
        file_complaint(portal, plan, journey.draft.id, content, draft, now)
        for reaction in added(OnceSent):
            reaction.act(content)


def _page_to_correct(journey: Journey) -> str:
    """Return the page with the first field that the agency's rules do not accept."""
    codes = {question.code for question in journey.questions}
    return QUESTIONS if any(problem.field in codes for problem in journey.own_problems) else STORY
