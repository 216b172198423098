"""The agency's own questions, after the story; the page is there only if it has any."""

from __future__ import annotations

from functools import partial

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from portal.auth.access import public
from portal.domain.category import QuestionKind
from portal.pages import uploads
from portal.pages.citizen import bp
from portal.pages.citizen.checks import ASKED_FIELD
from portal.pages.citizen.journey import QUESTIONS, Journey
from portal.pages.citizen.opening import opens_journey, saved
from portal.pages.citizen.saving import has_to_leave, later
from portal.pages.forms import Problems
from portal.pages.languages import localized
from portal.pages.shown.before_filing import (
    ACCEPTED,
    QUESTION_PREFIX,
    question_fields,
    typed_questions,
)


@localized(bp, fr="/plainte/<draft>/questions", en="/complaint/<draft>/questions")
@public
@opens_journey
def questions(journey: Journey) -> ResponseReturnValue:
    """Ask what the agency wants to know; what was sent before is there, with its problems."""
    if not journey.questions:
        return redirect(journey.url(journey.next_step()), 303)
    return _page(journey, journey.problems(QUESTIONS) if journey.was_asked else Problems())


@localized(bp, fr="/plainte/<draft>/questions", en="/complaint/<draft>/questions", methods=["POST"])
@public
@opens_journey
def keep_answers(journey: Journey) -> ResponseReturnValue:
    """Keep the answers and the documents as they came, then check them."""
    refused = Problems([QUESTION_PREFIX + question.code for question in journey.questions])
    for question in journey.questions:
        if question.kind is QuestionKind.FILE:
            attach = partial(uploads.attach_to_draft, journey.draft.id, question.code)
            uploads.take(QUESTION_PREFIX + question.code, attach, refused)
    # Which questions they were is kept with the answers.
    typed = {**typed_questions(), ASKED_FIELD: request.form.getlist(ASKED_FIELD)}
    now_known = Journey.of(saved(journey.draft, typed=typed), journey.agency)
    if has_to_leave():
        return later(now_known.draft)
    for problem in now_known.problems(QUESTIONS):
        refused.add(problem.field_id, problem.text)
    if refused:
        return _page(now_known, refused), 422
    return redirect(now_known.url(now_known.next_step()), 303)


def _page(journey: Journey, problems: Problems) -> str:
    fields = question_fields(journey.questions, journey.content.typed, problems, journey.documents)
    return render_template(
        "citizen/questions.html",
        journey=journey,
        problems=problems,
        fields=fields,
        accepted=ACCEPTED,
    )
