"""The door to a complaint already filed: its number and its access code together."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.auth.access import public
from portal.complaints.handling.following import complaint_opened_by
from portal.domain.actor import PORTAL
from portal.domain.errors import UnknownComplaintError
from portal.domain.number import read_number
from portal.pages.citizen.blueprint import bp
from portal.pages.citizen.followers import remember_followed
from portal.pages.citizen.texts import gettext
from portal.pages.current import runtime
from portal.pages.forms import Problems
from portal.pages.languages import localized
from portal.pages.protection import limiter

NUMBER_FIELD, CODE_FIELD = "numero", "code"
_WRONG_PAIR = 422


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
