"""What may be added before sending: what one asks for, when and where, another agency."""

from __future__ import annotations

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from portal.auth.access import public
from portal.features.joint_answers.citizen import CHOICES
from portal.features.joint_answers.rules import Shared
from portal.pages.citizen.blueprint import bp
from portal.pages.citizen.checks import LONGEST_STORY, too_long
from portal.pages.citizen.journey import Journey
from portal.pages.citizen.opening import opens_journey, saved
from portal.pages.citizen.texts import gettext
from portal.pages.current import current_language, runtime
from portal.pages.forms import Problems
from portal.pages.languages import localized
from portal.pages.typed import typed_line, typed_text

WISH_FIELD, PLACE_FIELD = "demande", "quand-ou"
OTHER_FIELD, ABOUT_FIELD, READ_FIELD = "autre", "autre-sujet", "autre-lecture"


@localized(bp, fr="/plainte/<draft>/precisions", en="/complaint/<draft>/details")
@public
@opens_journey
def details(journey: Journey) -> ResponseReturnValue:
    """Ask what the person wants, when and where, and who else is concerned; all may stay empty."""
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
        other_agency=typed_line(OTHER_FIELD),
        other_about=typed_text(ABOUT_FIELD),
        other_reads=tuple(one for one in request.form.getlist(READ_FIELD) if one in set(Shared)),
    )
    now_known = Journey.of(draft, journey.agency)
    problems = _problems(now_known)
    if problems:
        return _page(now_known, problems), 422
    return redirect(now_known.url(now_known.next_step()), 303)


def other_agencies(journey: Journey) -> list[tuple[str, str]]:
    """Return the agencies that may be concerned as well, by their names."""
    portal = runtime()
    here = {journey.agency.code, portal.agencies.intake_desk.code}
    taking = portal.agencies.taking_complaints(portal.now())
    named = [(one.code, one.name.in_(current_language())) for one in taking if one.code not in here]
    return sorted(named, key=lambda one: one[1].casefold())


def _problems(journey: Journey) -> Problems:
    content = journey.content
    problems = Problems([WISH_FIELD, PLACE_FIELD, OTHER_FIELD, ABOUT_FIELD])
    typed = (
        (WISH_FIELD, content.wish),
        (PLACE_FIELD, content.when_where),
        (ABOUT_FIELD, content.other_about),
    )
    for field, text in typed:
        if len(text) > LONGEST_STORY:
            problems.add(field, too_long(len(text) - LONGEST_STORY))
    offered = {code for code, _name in other_agencies(journey)}
    if content.other_agency and content.other_agency not in offered:
        problems.add(OTHER_FIELD, gettext("Choisissez un organisme de la liste, ou aucun autre"))
    return problems


def _page(journey: Journey, problems: Problems) -> str:
    return render_template(
        "citizen/details.html",
        journey=journey,
        problems=problems,
        longest=LONGEST_STORY,
        agencies=other_agencies(journey),
        readable=[(each, gettext(words)) for each, words in CHOICES.items()],
    )
