"""Opening the draft that an address names, whatever became of its agency since."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.auth.returning import is_own_page
from portal.complaints.planning.kept_drafts import OpenDraft, open_draft, save_draft
from portal.domain.errors import DraftGoneError
from portal.pages.citizen.journey import CHECK, FINDER, Journey, journey_of
from portal.pages.current import current_language, gettext, runtime
from portal.pages.draft_cookie import draft_secret
from portal.pages.protection import typed_values
from portal.pages.shown.before_filing import worded_answers

DraftView = Callable[[OpenDraft], ResponseReturnValue]
StepView = Callable[[Journey], ResponseReturnValue]


def opened(draft_id: str) -> OpenDraft:
    """Return the draft if this browser may open it; raise DraftGoneError otherwise."""
    secret = draft_secret(draft_id)
    if secret is None:
        raise DraftGoneError(draft_id)
    portal = runtime()
    with portal.database.glancing() as connection:
        return open_draft(connection, portal.keyring, draft_id, secret, portal.now())


def opens_draft(view: DraftView) -> Callable[..., ResponseReturnValue]:
    """Hand a view the draft of its address, not sent yet; a sent one shows its receipt."""

    @wraps(view)
    def opening(draft: str) -> ResponseReturnValue:
        try:
            opened_draft = opened(draft)
        except DraftGoneError:
            return not_open_here()
        if opened_draft.receipt is not None:
            return redirect(url_for("citizen.sent", draft=draft), 303)
        return view(opened_draft)

    return opening


def opens_journey(view: StepView) -> Callable[..., ResponseReturnValue]:
    """Hand a view the way of the draft of its address; without an agency, one is chosen first."""

    def on_draft(draft: OpenDraft) -> ResponseReturnValue:
        journey = journey_of(draft)
        if journey is None:
            return redirect(url_for(f"citizen.{FINDER}", draft=draft.id), 303)
        if not is_replaced(journey):
            return view(journey)
        if request.method != "POST":
            return view(led_on(journey))
        if request.endpoint == "citizen.send":
            return redirect(journey.url(CHECK), 303)
        # What is being sent is kept as it was asked for; the next page leads on.
        return view(journey)

    return wraps(view)(opens_draft(on_draft))


def led_on(journey: Journey) -> Journey:
    """Give the draft to whoever took its agency's place, and keep every word of it."""
    portal, draft = runtime(), journey.draft
    to = portal.agencies.heir_of(journey.agency.code, journey.category.code, portal.now())
    successor = portal.agencies.agency(to.agency)
    led = Journey.of(replace(draft, agency=to.agency, category=to.category), successor)
    story = _story_with_dropped(journey, led)
    flash(
        gettext(
            "%(successor)s prend la place de : %(before)s. Votre plainte ira là, et tout ce que "
            "vous avez écrit est gardé.",
            successor=successor.name.in_(current_language()),
            before=journey.agency.name.in_(current_language()),
        )
    )
    return Journey.of(placed(draft, to.agency, to.category, story=story), successor)


def not_open_here() -> ResponseReturnValue:
    """Return the page to resume a draft, with whatever had been typed so that nothing is lost."""
    typed = [value for value in typed_values() if value.is_long] if is_own_page() else []
    page = render_template("citizen/resume.html", problems=None, not_here=True, typed=typed)
    return page, 404


def saved(draft: OpenDraft, **content: object) -> OpenDraft:
    """Keep what was typed on one page; return the draft as it is now."""
    return _kept(draft, {}, content)


def placed(draft: OpenDraft, agency: str, category: str | None, **content: object) -> OpenDraft:
    """Give the draft to an agency and a category, and keep what was typed with it."""
    return _kept(draft, {"agency": agency, "category": category}, content)


def _kept(draft: OpenDraft, place: dict[str, str | None], content: dict[str, object]) -> OpenDraft:
    portal = runtime()
    # The draft speaks the language of the page that was last sent.
    destination = {**place, "language": current_language()}
    with portal.transaction() as session:
        save_draft(session, draft.id, portal.now(), place=destination, **content)
    return opened(draft.id)


def is_replaced(journey: Journey) -> bool:
    """Tell whether the agency of this draft takes no complaints any more."""
    portal = runtime()
    return not portal.agencies.in_force.takes_complaints(journey.agency.code, portal.now())


def _story_with_dropped(before: Journey, after: Journey) -> str:
    """Return the story, below it once each answer to a question that the successor does not ask."""
    asked = {question.code for question in after.questions}
    dropped = [question for question in before.questions if question.code not in asked]
    typed = before.content.typed if before.was_asked else {}
    # What cannot be read as an answer was still written by somebody.
    answers = [
        (question.label.in_(current_language()), words or " ".join(typed.get(question.code, ())))
        for question, words in worded_answers(dropped, before.read[0], ())
    ]
    lines = [f"{question} {words}" for question, words in answers if words.strip()]
    story = before.content.story
    return "\n".join([story, *(line for line in lines if line not in story)])
