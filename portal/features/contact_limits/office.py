"""Limits on contact in the office: proposing or deciding, ending early, reviewing."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from portal.auth.sign_in import current_actor
from portal.complaints.queries.accounts import candidates
from portal.domain.errors import IncompleteError
from portal.domain.permissions import Permission
from portal.domain.time.allowance import Allowance
from portal.domain.time.clock import count
from portal.features.contact_limits import actions as limits
from portal.features.contact_limits import reviewing
from portal.features.contact_limits.actions import Limit
from portal.features.contact_limits.case_part import own_limit_of
from portal.features.contact_limits.rules import Means
from portal.features.contact_limits.words import MEANS
from portal.pages.actions.engine import Act, ActionPage, Form, add_action
from portal.pages.actions.missing import note_missing
from portal.pages.current import current_language, runtime
from portal.pages.forms import Problems
from portal.pages.groups import Pages
from portal.pages.office.case.acting import COMPLAINT
from portal.pages.office.case.opened import OpenedCase
from portal.pages.texts import gettext
from portal.words.catalogue import to_translate
from portal.words.dates import allowance_words, day_words

pages = Pages("office")


def _limit(case: OpenedCase, form: Form, problems: Problems) -> Act | None:
    means = [one for one in Means if one in form.getlist("means")]
    lasts, contact = _lasting(case, form), form.get("contact", "")
    wrong = {
        "means": not means,
        "facts": not form.get("facts", "").strip(),
        "lasts": lasts is None,
        "contact_person": Means.ONE_PERSON in means and not contact.isdecimal(),
    }
    for code in (code for code, is_wrong in wrong.items() if is_wrong):
        note_missing(problems, IncompleteError(code))
    if problems or lasts is None:
        return None
    contact_id = int(contact) if contact.isdecimal() else None
    return partial(limits.limit_contact, said=Limit(means, form["facts"], lasts, contact_id))


def _lasting(case: OpenedCase, form: Form) -> Allowance | None:
    return next((one for one, _ in _lengths(case) if str(one.amount) == form.get("lasts")), None)


def _lengths(case: OpenedCase) -> list[tuple[Allowance, date | None]]:
    """Return each time that a limit may last with its last day, the shortest first."""
    longest = case.agency.configured.longest_limit.allowance
    lengths = [Allowance(n, longest.unit) for n in range(1, longest.amount + 1)]
    return [(one, count(case.now, one, case.advice.calendar).last_day) for one in lengths]


def _limiting(case: OpenedCase, form: Form) -> dict[str, Any]:
    """Return what may be chosen, and whether it is decided here or only proposed."""
    but = case.file.excluded
    with runtime().reading(current_actor()) as session:
        people = candidates(session, case.complaint.agency)
    return {
        "means": [(one.value, gettext(MEANS[one])) for one in Means],
        "chosen": form.getlist("means"),
        "people": [(one.user_id, one.name) for one in people if one.user_id not in but],
        "lengths": [(str(one.amount), _length_words(one, day)) for one, day in _lengths(case)],
        "decides": case.may(Permission.DECIDE_LIMIT),
    }


def _length_words(lasts: Allowance, day: date | None) -> str:
    language = current_language()
    length = allowance_words(lasts, language)
    if day is None:
        return length
    return gettext("%(length)s, jusqu’au %(day)s", length=length, day=day_words(day, language))


def _as_they_read_it(case: OpenedCase, form: Form, _problems: Problems) -> dict[str, Any]:
    """Return the limit as the complainant will read it."""
    lasts = _lasting(case, form)
    assert lasts is not None
    shown = _limiting(case, form)
    people = {str(key): name for key, name in shown["people"]}
    has_contact = Means.ONE_PERSON in form.getlist("means")
    return {
        **shown,
        "facts_text": form["facts"].strip(),
        "lasts": form["lasts"],
        "contact": form.get("contact", ""),
        "contact_name": people.get(form.get("contact", "")) if has_contact else None,
        "last_day": count(case.now, lasts, case.advice.calendar).last_day,
        "recourses": case.advice.recourses[-1:],
    }


def _decide(_case: OpenedCase, form: Form, problems: Problems) -> Act | None:
    agreed = form.get("agreed")
    if agreed not in ("yes", "no"):
        note_missing(problems, IncompleteError("agreed"))
    if agreed == "no" and not form.get("reason", "").strip():
        note_missing(problems, IncompleteError("reason"))
    if problems:
        return None
    return partial(limits.decide, is_agreed=agreed == "yes", reason=form.get("reason", ""))


def _lift(_case: OpenedCase, form: Form, problems: Problems) -> Act | None:
    if not form.get("reason", "").strip():
        note_missing(problems, IncompleteError("reason"))
    return partial(limits.lift, reason=form.get("reason", ""))


def _review(_case: OpenedCase, form: Form, problems: Problems) -> Act | None:
    agreed = form.get("agreed")
    if agreed not in ("yes", "no"):
        note_missing(problems, IncompleteError("agreed"))
    if not form.get("reason", "").strip():
        note_missing(problems, IncompleteError("reason"))
    if problems:
        return None
    return partial(reviewing.review, goes_on=agreed == "yes", reasons=form["reason"])


def _shown_limit(case: OpenedCase, _form: Form) -> dict[str, Any]:
    """Return the limit that is decided about, and why its complainant asks for a review."""
    asked = [one.body for one in case.file.messages if one.kind == limits.REVIEW]
    one = own_limit_of(case)
    return {
        "limit": one,
        "means": [gettext(MEANS[each]) for each in one.means] if one else [],
        "asked": asked[-1] if asked else None,
    }


for page in (
    ActionPage(
        COMPLAINT,
        "limit_contact",
        "limiter-les-contacts",
        "limit-contact",
        Permission.PROPOSE_LIMIT,
        to_translate("Limite de contact enregistrée."),
        _limit,
        given=_limiting,
        preview=_as_they_read_it,
        fields=("means", "contact", "facts", "lasts"),
        folder="contact_limits",
    ),
    ActionPage(
        COMPLAINT,
        "decide_limit",
        "decider-de-la-limite",
        "decide-limit",
        Permission.DECIDE_LIMIT,
        to_translate("Décision enregistrée."),
        _decide,
        given=_shown_limit,
        fields=("agreed", "reason"),
        folder="contact_limits",
    ),
    ActionPage(
        COMPLAINT,
        "lift_limit",
        "lever-la-limite",
        "lift-limit",
        Permission.DECIDE_LIMIT,
        to_translate("Limite levée. La personne en est avertie."),
        _lift,
        given=_shown_limit,
        fields=("reason",),
        folder="contact_limits",
    ),
    ActionPage(
        COMPLAINT,
        "review_limit",
        "reviser-la-limite",
        "review-limit",
        Permission.REVIEW_LIMIT,
        to_translate("Révision envoyée. La personne en est avertie."),
        _review,
        given=_shown_limit,
        fields=("agreed", "reason"),
        folder="contact_limits",
    ),
):
    add_action(pages, page)
