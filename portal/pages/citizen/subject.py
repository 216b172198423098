"""« Sujet »: the category that was found, and changing it."""

from __future__ import annotations

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from portal.auth.access import public
from portal.pages.citizen.blueprint import bp
from portal.pages.citizen.journey import Journey
from portal.pages.citizen.opening import opens_journey, placed
from portal.pages.languages import localized


@localized(bp, fr="/plainte/<draft>/sujet", en="/complaint/<draft>/subject")
@public
@opens_journey
def subject(journey: Journey) -> ResponseReturnValue:
    """Show what complaints to this agency can be about."""
    return render_template(
        "citizen/subject.html", journey=journey, categories=journey.asked.categories()
    )


@localized(bp, fr="/plainte/<draft>/sujet", en="/complaint/<draft>/subject", methods=["POST"])
@public
@opens_journey
def keep_subject(journey: Journey) -> ResponseReturnValue:
    """Take the category that was chosen; its own questions come next, if it has any."""
    code = journey.asked.category(request.form.get("sujet")).code
    if code == journey.category.code:
        return redirect(journey.url(journey.next_step()), 303)
    draft = placed(journey.draft, journey.agency.code, code)
    changed = Journey.of(draft, journey.agency)
    return redirect(changed.url(changed.next_step()), 303)
