"""Asking somebody of the agency about a complaint, and taking a request back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from portal.auth.sign_in import current_actor
from portal.complaints.queries.accounts import names_of
from portal.domain.errors import IncompleteError
from portal.domain.permissions import Permission
from portal.domain.time.allowance import Allowance
from portal.domain.time.clock import count
from portal.features.information_requests import actions as information_requests
from portal.features.information_requests.case_part import (
    RELEASED,
    OpenRequest,
    open_requests,
    who_is_asked,
)
from portal.features.information_requests.rules import BY_DEFAULT, Asked, Released, shown
from portal.features.information_requests.whom_to_ask import whom_to_ask
from portal.pages.actions.engine import Act, ActionPage, Form, add_action
from portal.pages.actions.missing import note_missing
from portal.pages.current import runtime
from portal.pages.forms import Problems
from portal.pages.groups import Pages
from portal.pages.office.case.acting import COMPLAINT
from portal.pages.office.case.opened import OpenedCase
from portal.pages.texts import gettext
from portal.words.catalogue import to_translate

pages = Pages("office")

FIELDS = ("asked", "question", "within")


def _ask(case: OpenedCase, form: Form, problems: Problems) -> Act | None:
    asked, within = Asked.read(form.get("asked", "")), _within(case, form)
    question = form.get("question", "")
    wrong = {
        "asked": str(asked) not in {value for value, _ in _choices(case)},
        "question": not question.strip(),
        "within": within is None,
    }
    for code in (code for code, is_wrong in wrong.items() if is_wrong):
        note_missing(problems, IncompleteError(code))
    if problems or asked is None or within is None:
        return None
    released = _released(form)
    return partial(
        information_requests.ask, asked=asked, question=question, within=within, released=released
    )


def _within(case: OpenedCase, form: Form) -> Allowance | None:
    return next((one for one, _ in _lengths(case) if str(one.amount) == form.get("within")), None)


def _released(form: Form) -> list[Released]:
    """Return what is chosen to be shown; until the form is sent, what is shown by default."""
    if "question" not in form:
        return list(BY_DEFAULT)
    return [one for one in Released if one in form.getlist("released")]


def _lengths(case: OpenedCase) -> list[tuple[Allowance, date | None]]:
    """Return each time that may be given with the day it leads to, the longest first."""
    promised = case.agency.configured.information_promise(case.complaint.category).allowance
    lengths = [Allowance(n, promised.unit) for n in range(promised.amount, 0, -1)]
    calendar = case.advice.calendar
    return [(one, count(case.now, one, calendar).last_day) for one in lengths]


def _choices(case: OpenedCase) -> list[tuple[str, str]]:
    """Return the posts of the way up, then the people of the agency, who may be asked."""
    complaint = case.complaint
    with runtime().reading(current_actor()) as session:
        of_complaint = (complaint.id, complaint.agency, complaint.story)
        named = runtime().features.concerned(session, *of_complaint)
        barred = named | {current_actor().user_id or 0}
        offered = whom_to_ask(session, complaint.agency, barred, case.path, case.now)
        names = names_of(session, [one.user_id for one, _ in offered])
    return [(str(one), _choice_words(case, one, names, who)) for one, who in offered]


def _choice_words(
    case: OpenedCase, asked: Asked, names: Mapping[int, str], working: Sequence[str]
) -> str:
    """Return what somebody is called in the list, and who answers in their place."""
    if asked.post is not None:
        title = who_is_asked(case, asked.post, None)
        return gettext("Poste : %(title)s, %(names)s", title=title, names=", ".join(working))
    name = names[asked.user_id or 0]
    if working == [name]:
        return name
    who = ", ".join(working)
    return gettext("%(name)s (absence, remplacement : %(substitute)s)", name=name, substitute=who)


def _asking(case: OpenedCase, form: Form) -> dict[str, Any]:
    return {
        "choices": _choices(case),
        "lengths": _lengths(case),
        "fields": [(one.value, gettext(words)) for one, words in RELEASED.items()],
        "chosen": _released(form),
    }


def _as_they_see_it(case: OpenedCase, form: Form, _problems: Problems) -> dict[str, Any]:
    """Return the request exactly as whoever is asked will read it."""
    within, released = _within(case, form), _released(form)
    assert within is not None
    complaint = case.complaint
    return {
        "who": dict(_choices(case))[form["asked"]],
        "last_day": count(case.now, within, case.advice.calendar).last_day,
        "asked": form["asked"],
        "question": form["question"].strip(),
        "within": within,
        "released": released,
        "shown": shown(complaint.subject, complaint.story, case.file.people, released),
    }


def _withdraw(case: OpenedCase, form: Form, problems: Problems) -> Act | None:
    request = _chosen(case, form)
    if not form.get("reason", "").strip():
        note_missing(problems, IncompleteError("reason"))
    if problems or request is None:
        return None
    return partial(information_requests.withdraw, request_id=request.id, reason=form["reason"])


def _chosen(case: OpenedCase, form: Form) -> OpenRequest | None:
    waiting = open_requests(case)
    asked = form.get("request", 0, type=int)
    return next((one for one in waiting if one.id == asked), next(iter(waiting), None))


def _withdrawing(case: OpenedCase, form: Form) -> dict[str, Any]:
    return {"chosen": _chosen(case, form)}


for page in (
    ActionPage(
        COMPLAINT,
        "request_information",
        "renseignements",
        "information",
        Permission.REQUEST_INFORMATION,
        to_translate("Demande envoyée. La personne en est avertie."),
        _ask,
        given=_asking,
        preview=_as_they_see_it,
        fields=FIELDS,
        folder="information_requests",
    ),
    ActionPage(
        COMPLAINT,
        "withdraw_request",
        "retirer-demande",
        "withdraw-request",
        Permission.REQUEST_INFORMATION,
        to_translate("Demande retirée. La personne en est avertie."),
        _withdraw,
        given=_withdrawing,
        folder="information_requests",
    ),
):
    add_action(pages, page)
