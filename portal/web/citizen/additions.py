"""What may be added before sending: what one asks for, when and where it happened."""

from __future__ import annotations

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from portal.auth.access import public
from portal.web.citizen.blueprint import bp
from portal.web.citizen.checks import LONGEST_STORY, too_long
from portal.web.citizen.journey import Journey
from portal.web.citizen.opening import opens_journey, saved
from portal.web.forms import Problems
from portal.web.languages import localized
from portal.web.typed import typed_text

WISH_FIELD, PLACE_FIELD = "demande", "quand-ou"


@localized(bp, fr="/plainte/<draft>/precisions", en="/complaint/<draft>/details")
@public
@opens_journey
def details(journey: Journey) -> ResponseReturnValue:
    """Ask what the person wants, and when and where it happened; all of it may stay empty."""
    return _page(journey, _problems(journey))


@localized(bp, fr="/plainte/<draft>/precisions", en="/complaint/<draft>/details", methods=["POST"])
@public
@opens_journey
def keep_details(journey: Journey) -> ResponseReturnValue:
    """Keep the additions and go back to the check page."""
    draft = saved(journey.draft, wish=typed_text(WISH_FIELD), when_where=typed_text(PLACE_FIELD))
    now_known = Journey.of(draft, journey.agency)
    problems = _problems(now_known)
    if problems:
        return _page(now_known, problems), 422
    return redirect(now_known.url(now_known.next_step()), 303)


def _problems(journey: Journey) -> Problems:
    problems = Problems([WISH_FIELD, PLACE_FIELD])
    typed = ((WISH_FIELD, journey.content.wish), (PLACE_FIELD, journey.content.when_where))
    for field, text in typed:
        if len(text) > LONGEST_STORY:
            problems.add(field, too_long(len(text) - LONGEST_STORY))
    return problems


def _page(journey: Journey, problems: Problems) -> str:
    return render_template(
        "citizen/details.html", journey=journey, problems=problems, longest=LONGEST_STORY
    )
