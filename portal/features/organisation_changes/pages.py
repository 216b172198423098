"""An organisation that others replaced: what whoever complained is told, where the office leads."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.auth.sign_in import current_actor
from portal.complaints.entries import Succeeded
from portal.complaints.work import complaint_by_number
from portal.domain.errors import UnknownComplaintError
from portal.domain.history import EntryKind
from portal.domain.permissions import Permission, may
from portal.domain.succession import heirs
from portal.pages.current import filled, gettext, runtime
from portal.pages.filters import marked_text
from portal.pages.shown.history_words import Around, ToldWords
from portal.words.catalogue import to_translate


def _who_took_over(entry: Succeeded, _around: Around) -> str:
    return filled(
        gettext("%(agency)s prend la place de : %(before)s. Les dates promises restent les mêmes."),
        agency=marked_text(entry.agency_name),
        before=marked_text(entry.before_name),
    )


FOLLOW_PAGE = (
    ToldWords(
        EntryKind.SUCCEEDED,
        to_translate("Un autre organisme s’occupe de votre plainte"),
        _who_took_over,
    ),
)


def lead_on() -> ResponseReturnValue | None:
    """Lead an officer from an old address, in a letter or a bookmark, to where the work is now.

    Only to what the person may see, and only where there is no doubt which of several it is.
    """
    named: dict[str, Any] = request.view_args or {}
    is_page = request.method == "GET" and (request.endpoint or "").startswith("office.")
    if not is_page or "agency" not in named or not current_user.is_authenticated:
        return None
    successor = _successor(named["agency"], named.get("number"))
    if successor is None:
        return None
    where = {**request.args, **named, "agency": successor}
    return redirect(url_for(request.endpoint or "", **where), 303)


def _successor(old: str, number: str | None) -> str | None:
    portal, actor = runtime(), current_actor()
    taken_over = heirs(portal.agencies.in_force.successions, portal.now()).get(old)
    if taken_over is None or may(actor, Permission.SEE_COMPLAINTS, old):
        return None
    if number is not None:
        return _agency_of(number)
    seen = {code for code in taken_over.values() if may(actor, Permission.SEE_COMPLAINTS, code)}
    return seen.pop() if len(seen) == 1 else None


def _agency_of(number: str) -> str | None:
    """Return the agency that has a complaint, if the person may see it."""
    try:
        return runtime().read(current_actor(), complaint_by_number, number).agency
    except UnknownComplaintError:
        return None
