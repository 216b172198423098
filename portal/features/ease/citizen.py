"""« Était-ce facile? », on the page of what was just sent: one click, and counted once.

The page that follows tells that something was said, and no address, cookie or log tells what.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.auth.access import public
from portal.complaints.handling.filing import Receipt
from portal.complaints.kept_drafts import OpenDraft
from portal.complaints.queries.followed import SentComplaint
from portal.complaints.queries.sent import sent_by_citizen
from portal.domain.errors import DraftGoneError
from portal.features.ease import actions
from portal.features.ease.rules import Ease
from portal.pages.citizen.contributions import BELOW_DAYS, PagePart
from portal.pages.citizen.draft import opened
from portal.pages.citizen.lost_drafts import not_open_here
from portal.pages.current import current_language, gettext, runtime
from portal.pages.features import Pages
from portal.pages.languages import localized
from portal.words.catalogue import to_translate

pages = Pages("citizen")

EASE_FIELD, SAID_FIELD = "facile", "dit"
WORDS: dict[Ease, str] = {
    Ease.YES: to_translate("Oui"),
    Ease.PARTLY: to_translate("En partie"),
    Ease.NO: to_translate("Non"),
}
"""The three buttons, in their order."""
_VALUES = {"oui": Ease.YES, "partie": Ease.PARTLY, "non": Ease.NO}


@localized(pages, fr="/plainte/<draft>/facile", en="/complaint/<draft>/easy", methods=["POST"])
@public
def say_ease(draft: str) -> ResponseReturnValue:
    """Count what is said by whoever sent this draft, and show the page again."""
    try:
        known = opened(draft)
    except DraftGoneError:
        return not_open_here()
    answer = _VALUES.get(request.form.get(EASE_FIELD, ""))
    if answer is None or known.receipt is None:
        return redirect(url_for("citizen.sent", draft=draft), 303)
    _count(known, answer)
    return redirect(url_for("citizen.sent", draft=draft, dit=1, _anchor=EASE_FIELD), 303)


def _count(sent: OpenDraft, answer: Ease) -> None:
    portal = runtime()
    number = Receipt.read(sent.receipt or {}).number
    agency = portal.agencies.agency(portal.glance(sent_by_citizen, number).facts.agency)
    say = partial(
        actions.say,
        mark=portal.keyring.hashed(sent.id, EASE_FIELD),
        answer=answer,
        day=portal.now().astimezone(agency.zone).date(),
        agency=agency.code,
        language=current_language(),
    )
    with portal.transaction() as session:
        say(session)


def _asked(_complaint: SentComplaint) -> Mapping[str, Any]:
    """Offer the three answers, until one was given."""
    choices = [(value, gettext(WORDS[ease])) for value, ease in _VALUES.items()]
    return {"is_said": SAID_FIELD in request.args, "choices": choices, "field": EASE_FIELD}


ADDS = (PagePart(BELOW_DAYS, "ease/_ease.html", _asked),)
