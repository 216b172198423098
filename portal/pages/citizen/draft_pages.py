"""The pages of a draft before it is checked, and what is asked on each.

First the story, one text area, nothing else; then the agency's own questions, if it has any; then
how to answer. The subject may be chosen anew, and at the end more may be added.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from flask import flash, request

from portal.complaints.handling.documents import remove_from_draft
from portal.domain.question import QuestionKind
from portal.domain.typed import whole_number
from portal.pages import uploads
from portal.pages.citizen.asking import AskingPage
from portal.pages.citizen.journey import (
    ASKED_FIELD,
    CHECK,
    QUESTIONS,
    REPLY,
    STORY,
    STORY_FIELD,
    Journey,
    story_with_dropped,
)
from portal.pages.citizen.known_drafts import is_own_device, say_own_device
from portal.pages.citizen.reply import agreement_of, typed_reply
from portal.pages.current import current_language, gettext, runtime
from portal.pages.forms import LONGEST_STORY, Problems, typed_text
from portal.pages.own_fields import QUESTION_PREFIX
from portal.pages.shown.before_filing import (
    ACCEPTED,
    NEED_WORDS,
    question_fields,
    typed_questions,
)

OWN_FIELD = "mon-appareil"
WISH_FIELD, PLACE_FIELD, DOCUMENT_FIELD = "demande", "quand-ou", "document"
GO_ON = "continuer"


def _story_shown(journey: Journey, problems: Problems) -> dict[str, Any]:
    """Return the story; the words of the home page are there at first, however few."""
    story = journey.content.story
    is_begun = story or problems
    return {
        "story": story if is_begun else journey.content.words,
        "longest": LONGEST_STORY,
        "notices": journey.notices if story else [],
        "saved_at": journey.draft.updated_at if story else None,
        "own_device": OWN_FIELD in request.form
        if request.method == "POST"
        else is_own_device(journey.draft.id),
    }


def _keep_story(journey: Journey, refused: Problems) -> Journey:
    """Keep the story, and find its category where none was chosen."""
    text = typed_text(STORY_FIELD)
    say_own_device(journey.draft.id, OWN_FIELD in request.form)
    agency, heard = journey.agency.code, runtime().heard_category
    category = journey.draft.category or heard(agency, text, current_language())
    return journey.kept({"agency": agency, "category": category}, story=text)


def _subjects_shown(journey: Journey, problems: Problems) -> dict[str, Any]:
    return {"categories": journey.consultation.categories()}


def _keep_subject(journey: Journey, refused: Problems) -> Journey:
    """Take the category that was chosen; its own questions come next, if it has any."""
    code = journey.consultation.category(request.form.get("sujet")).code
    if code == journey.category.code:
        return journey
    return journey.kept({"agency": journey.agency.code, "category": code})


def _questions_shown(journey: Journey, problems: Problems) -> dict[str, Any]:
    fields = question_fields(journey.questions, journey.content.typed, problems, journey.documents)
    return {"fields": fields, "accepted": ACCEPTED}


def _attach_answers(journey: Journey, refused: Problems) -> None:
    """Keep the documents that answer questions."""
    for question in journey.questions:
        if question.kind is QuestionKind.FILE:
            attach = partial(uploads.attach_to_draft, journey.draft.id, question.code)
            uploads.take(QUESTION_PREFIX + question.code, attach, refused)


def _typed_answers() -> dict[str, Any]:
    return {"typed": {**typed_questions(), ASKED_FIELD: request.form.getlist(ASKED_FIELD)}}


def _keep_answers(journey: Journey, refused: Problems) -> Journey:
    """Keep the answers as they came, and with them which questions they were."""
    kept = journey.kept(**_typed_answers())
    asked = request.form.get(ASKED_FIELD, journey.asked_mark)
    return kept if asked == journey.asked_mark else _kept_in_story(kept, asked)


def _kept_in_story(journey: Journey, asked: str) -> Journey:
    """Keep in the story what answers questions of what was chosen before, in another tab."""
    code, _, category = asked.partition("/")
    agency = runtime().agencies.in_force.agencies.get(code)
    if agency is None:
        return journey
    before = Journey.of(replace(journey.draft, agency=code, category=category), agency)
    story = story_with_dropped(before, journey)
    if story == journey.content.story:
        return journey
    flash(
        gettext(
            "L’organisme ou le sujet a changé dans un autre onglet. Vos réponses aux questions"
            " d’avant sont gardées au bas de votre récit."
        ),
        "warn",
    )
    return journey.kept(story=story)


def _reply_shown(journey: Journey, problems: Problems) -> dict[str, Any]:
    agreement, reason = agreement_of(journey.content)
    return {
        "content": journey.content,
        "agreement": agreement,
        "agreement_reason": reason,
        "needs": NEED_WORDS,
        "offers_texts": runtime().plugins.deliver_texts,
    }


def _details_shown(journey: Journey, problems: Problems) -> dict[str, Any]:
    return {"longest": LONGEST_STORY}


def _keep_details(journey: Journey, refused: Problems) -> Journey:
    return journey.kept(**_typed_details())


def _typed_details() -> dict[str, Any]:
    return {"wish": typed_text(WISH_FIELD), "when_where": typed_text(PLACE_FIELD)}


def _details_problems(journey: Journey) -> Problems:
    """Return what is wrong with what the person wants, and when and where it was."""
    problems = Problems([WISH_FIELD, PLACE_FIELD])
    problems.check_text(WISH_FIELD, journey.content.wish)
    problems.check_text(PLACE_FIELD, journey.content.when_where)
    return problems


def _documents_shown(journey: Journey, problems: Problems) -> dict[str, Any]:
    return {
        "documents": uploads.kept_for(journey.draft.id),
        "limits": uploads.limits(),
        "accepted": ACCEPTED,
    }


def _change_documents(journey: Journey, refused: Problems) -> Journey:
    """Add the documents that came, or take the one away whose button was pressed."""
    removed = request.form.get("retirer", type=whole_number)
    if removed is not None:
        _remove(journey.draft.id, removed)
        return journey
    attach = partial(uploads.attach_to_draft, journey.draft.id, None)
    take = uploads.take_any if GO_ON in request.form else uploads.take_some
    thanks = take(DOCUMENT_FIELD, attach, refused)
    if thanks and not refused:
        flash(thanks)
    return journey


def _remove(draft_id: str, document_id: int) -> None:
    portal = runtime()
    with portal.transaction() as session:
        key = remove_from_draft(session, draft_id, document_id)
    if key is not None:
        portal.files.remove(key)


PAGES = (
    AskingPage(
        name=STORY,
        sending="keep_story",
        fr="recit",
        en="story",
        shown=_story_shown,
        keep=_keep_story,
        typed=lambda: {"story": typed_text(STORY_FIELD)},
        problems=lambda journey: journey.problems(STORY),
        was_sent=lambda journey: journey.content.story,
    ),
    AskingPage(
        name="subject",
        sending="keep_subject",
        fr="sujet",
        en="subject",
        shown=_subjects_shown,
        keep=_keep_subject,
    ),
    AskingPage(
        name=QUESTIONS,
        sending="keep_answers",
        fr="questions",
        en="questions",
        shown=_questions_shown,
        keep=_keep_answers,
        typed=_typed_answers,
        attach=_attach_answers,
        problems=lambda journey: journey.problems(QUESTIONS),
        was_sent=lambda journey: journey.was_asked,
    ),
    AskingPage(
        name=REPLY,
        sending="keep_reply",
        fr="reponse",
        en="answer",
        shown=_reply_shown,
        keep=lambda journey, refused: journey.kept(**typed_reply()),
        typed=typed_reply,
        problems=lambda journey: journey.problems(REPLY),
        was_sent=lambda journey: journey.content.filed_for or journey.content.reply_by,
    ),
    AskingPage(
        name="details",
        sending="keep_details",
        fr="precisions",
        en="details",
        shown=_details_shown,
        keep=_keep_details,
        typed=_typed_details,
        problems=_details_problems,
    ),
    AskingPage(
        name="documents",
        sending="change_documents",
        fr="documents",
        en="documents",
        shown=_documents_shown,
        keep=_change_documents,
        leads_to=lambda journey: CHECK if GO_ON in request.form else "documents",
    ),
)
for page in PAGES:
    page.serve()
