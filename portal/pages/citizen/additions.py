"""What may be added before sending: what one asks for, when and where, and what features ask."""

from __future__ import annotations

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from portal.auth.access import public
from portal.pages.citizen.blueprint import bp
from portal.pages.citizen.checks import LONGEST_STORY, too_long
from portal.pages.citizen.contributions import (
    ON_DETAILS,
    DraftPage,
    draft_forms,
    shown_parts,
    typed_for_features,
)
from portal.pages.citizen.journey import Journey
from portal.pages.citizen.opening import opens_journey, saved
from portal.pages.forms import Problems
from portal.pages.languages import localized
from portal.pages.typed import typed_text

WISH_FIELD, PLACE_FIELD = "demande", "quand-ou"


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
        if len(text) > LONGEST_STORY:
            problems.add(field, too_long(len(text) - LONGEST_STORY))
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
