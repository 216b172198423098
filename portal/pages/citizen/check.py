"""Step 3: check everything, see the dates promised, send."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from portal.auth.access import public
from portal.complaints.documents import documents_of_draft
from portal.complaints.filing.drafts import to_send
from portal.complaints.filing.planning import FilingPlan, plan_filing
from portal.complaints.filing.writing import file_complaint
from portal.domain.actor import PORTAL
from portal.domain.errors import DraftGoneError
from portal.domain.text import Text
from portal.features.groups.citizen import TICKED, chosen_group, note_filed
from portal.features.groups.published import PublishedGroup, published_group
from portal.features.groups.reported import reported_like
from portal.features.joint_answers.shown import read_words
from portal.pages.citizen.answer_words import worded_answers
from portal.pages.citizen.blueprint import bp
from portal.pages.citizen.journey import CHECK, QUESTIONS, STORY, Journey
from portal.pages.citizen.opening import opens_journey, saved
from portal.pages.citizen.save_for_later import has_to_leave, later
from portal.pages.current import runtime
from portal.pages.languages import localized
from portal.pages.shown import notices
from portal.pages.shown.dates import shown_dates


@localized(bp, fr="/plainte/<draft>/verifier", en="/complaint/<draft>/check")
@public
@opens_journey
def check(journey: Journey) -> ResponseReturnValue:
    """Show everything that will be sent, and the dates that sending it now would promise."""
    if journey.next_step() != CHECK:
        return redirect(journey.url(journey.next_step()), 303)
    with runtime().reading(PORTAL) as session:
        documents = documents_of_draft(session, journey.draft.id)
    plan = plan_filing(journey.agency, journey.told, runtime().now(), journey.asked)
    return render_template(
        "citizen/check.html",
        journey=journey,
        content=journey.content,
        answers=worded_answers(journey.questions, journey.told.answers, documents),
        documents=[document for document in documents if not document.question],
        other_agency=_other_agency(journey),
        other_reads=read_words(journey.content.other_reads),
        dates=shown_dates(plan),
        notices=notices.notices_of(journey.asked, journey.told),
        reported=_reported(journey),
    )


@localized(bp, fr="/plainte/<draft>/verifier", en="/complaint/<draft>/check", methods=["POST"])
@public
@opens_journey
def send(journey: Journey) -> ResponseReturnValue:
    """File the complaint, once however often it is sent, and lead to its receipt."""
    may_transfer = "transmettre" in request.form
    if has_to_leave():
        group = _chosen_group(journey)
        return later(saved(journey.draft, may_transfer=may_transfer, group=group))
    unready = next((step for step in journey.steps if journey.missing(step)), None)
    if unready is not None:
        return redirect(journey.url(unready), 303)
    if journey.own_problems:
        return redirect(journey.url(_page_to_correct(journey)), 303)
    now = runtime().now()
    plan = plan_filing(journey.agency, journey.told, now, journey.asked)
    _file(journey, plan, may_transfer, now)
    return redirect(journey.url("sent"), 303)


def _other_agency(journey: Journey) -> Text | None:
    """Return the other agency that is concerned, unless it is the one complained to by now."""
    code = journey.content.other_agency
    agencies = runtime().agencies.in_force.agencies
    return agencies[code].name if code in agencies and code != journey.agency.code else None


def _file(journey: Journey, plan: FilingPlan, may_transfer: bool, now: datetime) -> None:
    portal = runtime()
    group = _chosen_group(journey)
    content = replace(to_send(journey.content), may_transfer=may_transfer, group=group)
    # Sent a moment ago from another tab: its receipt is the one to show.
    with suppress(DraftGoneError):
        told = replace(journey.told, received_at=now)
        file_complaint(portal, plan, journey.draft.id, content, told, now)
        if group:
            note_filed(group)


def _chosen_group(journey: Journey) -> int:
    """Return the group that the person ticked; most tick none, and nothing is asked for them."""
    return chosen_group(_reported(journey)) if request.form.get(TICKED) else 0


def _reported(journey: Journey) -> list[PublishedGroup]:
    """Return what others reported that this complaint may be about, or is said to be."""
    code, category = journey.agency.code, journey.category.code
    found = reported_like({code: category}, journey.content.story)
    chosen = journey.content.group
    if chosen and chosen not in {one.id for one in found}:
        with runtime().reading(PORTAL) as session:
            known = published_group(session, code, chosen)
        found = [known, *found] if known else found
    return found


def _page_to_correct(journey: Journey) -> str:
    """Return the page with the first field that the agency's rules do not accept."""
    asked = {question.code for question in journey.questions}
    return QUESTIONS if any(problem.field in asked for problem in journey.own_problems) else STORY
