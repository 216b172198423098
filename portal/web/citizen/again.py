"""Asking that a closed complaint be taken up again, and what is left once that is refused."""

from __future__ import annotations

import secrets
from functools import partial

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.auth.access import public
from portal.domain.actor import complainant
from portal.domain.errors import ClockRunOutError, TransitionNotAllowedError
from portal.services.asking_again import reopen
from portal.web.citizen.blueprint import bp
from portal.web.citizen.checks import LONGEST_STORY, too_long
from portal.web.citizen.followers import follows
from portal.web.citizen.standing import Standing, opened_standing
from portal.web.citizen.texts import gettext
from portal.web.current import runtime
from portal.web.forms import Problems
from portal.web.languages import localized
from portal.web.typed import typed_text

REASON_FIELD, ONCE_FIELD = "raison", "une-fois"


@localized(bp, fr="/suivi/<number>/reprendre", en="/follow/<number>/again")
@public
@follows
def again(number: str, complaint_id: int) -> ResponseReturnValue:
    """Ask why the complaint should be taken up again, or say that the time for it is over."""
    standing = opened_standing(number, complaint_id)
    if standing.status.is_open:
        return redirect(url_for(".followed", number=number), 303)
    return _page(standing, Problems(), "") if standing.may_be_reopened else _over(standing, "")


@localized(bp, fr="/suivi/<number>/reprendre", en="/follow/<number>/again", methods=["POST"])
@public
@follows
def ask_again(number: str, complaint_id: int) -> ResponseReturnValue:
    """Take the complaint up again, once; what was typed is there again where it cannot be done."""
    reason = typed_text(REASON_FIELD)
    problems = _problems(reason)
    if problems:
        return _to_correct(opened_standing(number, complaint_id), problems, reason)
    # The mark of the form belongs to the complaint: another one's cannot swallow this request.
    once = f"{complaint_id}-{request.form.get(ONCE_FIELD, '')}"[:40]
    try:
        act = partial(reopen, reason=reason, once=once)
        runtime().change(complainant(complaint_id), number, act)
    except (ClockRunOutError, TransitionNotAllowedError):
        return _over(opened_standing(number, complaint_id), reason), 409
    flash(gettext("Votre plainte est reprise. Elle est de nouveau à l’étude."))
    return redirect(url_for(".followed", number=number), 303)


def _problems(reason: str) -> Problems:
    problems = Problems()
    if not reason:
        problems.add(REASON_FIELD, gettext("Dites pourquoi la plainte doit être reprise"))
    elif len(reason) > LONGEST_STORY:
        problems.add(REASON_FIELD, too_long(len(reason) - LONGEST_STORY))
    return problems


def _to_correct(standing: Standing, problems: Problems, reason: str) -> ResponseReturnValue:
    if not standing.may_be_reopened:
        return _over(standing, reason), 409
    return _page(standing, problems, reason), 422


def _page(standing: Standing, problems: Problems, reason: str) -> str:
    return render_template(
        "citizen/again.html",
        standing=standing,
        number=standing.complaint.facts.number,
        problems=problems,
        reason=reason,
        longest=LONGEST_STORY,
        once=_once(),
    )


def _over(standing: Standing, reason: str) -> str:
    return render_template(
        "citizen/again_over.html",
        standing=standing,
        number=standing.complaint.facts.number,
        reason=reason,
        longest=LONGEST_STORY,
        once=_once(),
    )


def _once() -> str:
    return request.form.get(ONCE_FIELD) or secrets.token_urlsafe(12)
