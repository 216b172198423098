"""Opening a complaint with its number and code, and who follows which from then on."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from portal.auth.access import public
from portal.complaints.queries.access_codes import complaint_opened_by
from portal.domain.actor import PORTAL
from portal.domain.errors import UnknownComplaintError
from portal.domain.number import read_number
from portal.pages.citizen import bp
from portal.pages.current import gettext, runtime
from portal.pages.forms import Problems
from portal.pages.languages import localized
from portal.pages.protection import limiter

INACTIVE_AT_MOST = timedelta(minutes=30)
MOST_FOLLOWED = 5
_KEY = "suivies"

FollowedView = Callable[..., ResponseReturnValue]
NUMBER_FIELD, CODE_FIELD = "numero", "code"
_WRONG_PAIR = 422
REASON_FIELD, ONCE_FIELD = "raison", "une-fois"
_LONGEST = 40


def remember_followed(number: str, complaint_id: int) -> None:
    """Let this session see a complaint until nothing was asked about it for 30 minutes."""
    rest = [followed for followed in _followed() if followed[0] != number]
    now = runtime().now().isoformat()
    session[_KEY] = [(number, complaint_id, now), *rest][:MOST_FOLLOWED]


def forget_followed(number: str) -> None:
    """Close a complaint in this session."""
    session[_KEY] = [followed for followed in _followed() if followed[0] != number]


def followed_id(number: str) -> int | None:
    """Return the id of a complaint that this session may see, or None."""
    now = runtime().now()
    for followed, complaint_id, seen_at in _followed():
        if followed == number and now - datetime.fromisoformat(seen_at) < INACTIVE_AT_MOST:
            return complaint_id
    return None


def follows(view: FollowedView) -> Callable[..., ResponseReturnValue]:
    """Hand a view the number and id of a complaint opened in this session; else ask its code.

    What else its address names follows.
    """

    @wraps(view)
    def following(number: str, **more: int) -> ResponseReturnValue:
        known = read_number(number) or number
        complaint_id = followed_id(known)
        if complaint_id is None:
            return redirect(url_for("citizen.follow", numero=known), 303)
        remember_followed(known, complaint_id)
        return view(known, complaint_id, **more)

    return following


def _followed() -> list[tuple[str, int, str]]:
    return [(number, complaint_id, at) for number, complaint_id, at in session.get(_KEY, ())]


def _number_tried() -> str:
    return read_number(request.form.get(NUMBER_FIELD, "")) or "none"


def _was_wrong(response: object) -> bool:
    return getattr(response, "status_code", None) == _WRONG_PAIR


@localized(bp, fr="/suivi", en="/follow")
@public
def follow() -> ResponseReturnValue:
    """Ask for the number and the code; the number may come from the address."""
    return _page(Problems(), request.args.get(NUMBER_FIELD, ""))


@localized(bp, fr="/suivi", en="/follow", methods=["POST"])
@public
@limiter.limit("20 per 15 minutes", deduct_when=_was_wrong)
@limiter.limit("10 per 15 minutes", key_func=_number_tried, deduct_when=_was_wrong)
def open_complaint() -> ResponseReturnValue:
    """Open the complaint, or say that the two do not go together, never which is wrong."""
    portal = runtime()
    typed = request.form.get(NUMBER_FIELD, "")
    try:
        with portal.reading(PORTAL) as session:
            complaint_id, number = complaint_opened_by(
                session, portal.keyring, typed, request.form.get(CODE_FIELD, "")
            )
    except UnknownComplaintError:
        problems = Problems([NUMBER_FIELD, CODE_FIELD])
        wrong = gettext("Ce numéro et ce code ne vont pas ensemble. Vérifiez les deux")
        problems.add(NUMBER_FIELD, wrong)
        return _page(problems, typed), _WRONG_PAIR
    remember_followed(number, complaint_id)
    return redirect(url_for(".followed", number=number), 303)


def _page(problems: Problems, number: str) -> str:
    return render_template("citizen/follow.html", problems=problems, number=number)


def mark() -> str:
    """Return the mark of the form on the page: that of the form that was sent, or a new one."""
    return request.form.get(ONCE_FIELD) or secrets.token_urlsafe(12)


def sent_mark(complaint_id: int, rank: int = 0) -> str:
    """Return the mark of the form that was sent about a complaint.

    It belongs to the complaint: another one's cannot swallow what is written about this one. Each
    of several agencies that the form goes to has its own, by its rank.
    """
    place = f"{complaint_id}.{rank}" if rank else f"{complaint_id}"
    return f"{place}-{request.form.get(ONCE_FIELD, '')}"[:_LONGEST]
