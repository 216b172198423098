"""Going on with a draft that was left: the page on which its person chose to finish later."""

from __future__ import annotations

from flask import redirect
from flask.typing import ResponseReturnValue

from portal.auth.access import public
from portal.pages.citizen import bp
from portal.pages.citizen.draft_pages import PAGES
from portal.pages.citizen.journey import CHECK, STEPS, Journey, opens_journey
from portal.pages.languages import localized

_ASKING = frozenset(page.name for page in PAGES)


@localized(bp, fr="/plainte/<draft>/suite", en="/complaint/<draft>/continue")
@public
@opens_journey
def go_on(journey: Journey) -> ResponseReturnValue:
    """Lead to the page where the draft was left, else to the first that still needs something."""
    return redirect(journey.url(_left_at(journey)), 303)


def _left_at(journey: Journey) -> str:
    """Return the page on which to go on: one of those that this draft has."""
    left_at = journey.content.left_at
    is_left_out = left_at in STEPS and left_at not in journey.steps
    if left_at in _ASKING | {CHECK} and not is_left_out:
        return left_at
    return journey.next_step()
