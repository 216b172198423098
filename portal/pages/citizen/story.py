"""Step 1: the story, one text area, nothing else; and « Sujet », the category that was found."""

from __future__ import annotations

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from portal.auth.access import public
from portal.pages.citizen import bp
from portal.pages.citizen.agencies import category_from
from portal.pages.citizen.checks import STORY_FIELD
from portal.pages.citizen.home import ENOUGH_FOR_A_STORY
from portal.pages.citizen.journey import STORY, Journey
from portal.pages.citizen.opening import opens_journey, placed
from portal.pages.citizen.saving import has_to_leave, later
from portal.pages.forms import LONGEST_STORY, Problems, typed_text
from portal.pages.languages import localized
from portal.pages.shown import before_filing


@localized(bp, fr="/plainte/<draft>/recit", en="/complaint/<draft>/story")
@public
@opens_journey
def story(journey: Journey) -> ResponseReturnValue:
    """Ask what happened; the words of the home page are there if they were many."""
    if journey.content.story:
        return _page(journey, journey.problems(STORY), journey.content.story)
    words = journey.content.words
    return _page(journey, Problems(), words if len(words) >= ENOUGH_FOR_A_STORY else "")


@localized(bp, fr="/plainte/<draft>/recit", en="/complaint/<draft>/story", methods=["POST"])
@public
@opens_journey
def keep_story(journey: Journey) -> ResponseReturnValue:
    """Keep the story whatever it is, and find its category where none was chosen."""
    text = typed_text(STORY_FIELD)
    category = journey.draft.category or category_from(text, journey.agency.code)
    draft = placed(journey.draft, journey.agency.code, category, story=text)
    now_known = Journey.of(draft, journey.agency)
    if has_to_leave():
        return later(draft)
    if now_known.problems(STORY):
        return _page(now_known, now_known.problems(STORY), text), 422
    return redirect(now_known.url(now_known.next_step()), 303)


def _page(journey: Journey, problems: Problems, story: str) -> str:
    return render_template(
        "citizen/story.html",
        journey=journey,
        problems=problems,
        story=story,
        longest=LONGEST_STORY,
        notices=before_filing.notices_of(journey.consultation, journey.filing)
        if journey.content.story
        else [],
        saved_at=journey.draft.updated_at if journey.content.story else None,
    )


@localized(bp, fr="/plainte/<draft>/sujet", en="/complaint/<draft>/subject")
@public
@opens_journey
def subject(journey: Journey) -> ResponseReturnValue:
    """Show what complaints to this agency can be about."""
    return render_template(
        "citizen/subject.html", journey=journey, categories=journey.consultation.categories()
    )


@localized(bp, fr="/plainte/<draft>/sujet", en="/complaint/<draft>/subject", methods=["POST"])
@public
@opens_journey
def keep_subject(journey: Journey) -> ResponseReturnValue:
    """Take the category that was chosen; its own questions come next, if it has any."""
    code = journey.consultation.category(request.form.get("sujet")).code
    if code == journey.category.code:
        return redirect(journey.url(journey.next_step()), 303)
    draft = placed(journey.draft, journey.agency.code, code)
    changed = Journey.of(draft, journey.agency)
    return redirect(changed.url(changed.next_step()), 303)
