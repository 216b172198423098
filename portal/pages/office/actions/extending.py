"""Putting an answer off: the reason, the new date, and the letter before it leaves."""

from __future__ import annotations

from datetime import date
from typing import Any

from portal.domain.errors import IncompleteError
from portal.domain.held_messages import Outgoing, Waiting
from portal.domain.permissions import Permission
from portal.domain.time.allowance import Allowance
from portal.domain.time.clock import extend
from portal.domain.time.due_date import DueDate
from portal.pages.current import current_language
from portal.pages.forms import Problems
from portal.pages.office.actions.answering import confirmed
from portal.pages.office.actions.engine import Act, ActionPage, Form, add_action
from portal.pages.office.actions.exact_letter import exact_letter
from portal.pages.office.actions.missing import note_missing
from portal.pages.office.actions.models import offered_models, put_in
from portal.pages.office.blueprints import bp
from portal.pages.office.case.offered import extension_left
from portal.pages.office.case.opened import OpenedCase
from portal.pages.office.plain_words import hints_for
from portal.words.catalogue import to_translate
from portal.words.dates import allowance_words, day_words

_EXTENDED: dict[Waiting | None, str] = {
    None: to_translate("Délai prolongé. La personne en est avertie."),
    Waiting.HOLD: to_translate("Prolongation confirmée. Vous pouvez encore annuler son envoi."),
}


def _extend(case: OpenedCase, form: Form, problems: Problems) -> Act | None:
    chosen = _chosen(case, form)
    if extension_left(case) is None:
        note_missing(problems, IncompleteError("extension_used"))
    elif chosen is None:
        note_missing(problems, IncompleteError("extension_too_long"))
    if not form.get("reason", "").strip():
        note_missing(problems, IncompleteError("reason"))
    if problems or chosen is None:
        return None
    return confirmed(Outgoing.EXTENSION, _content(form, *chosen))


def _content(form: Form, by: Allowance, last_day: date | None) -> dict[str, Any]:
    """Return what is confirmed: by how much, why, and the day that this leads to."""
    return {"by": str(by), "reason": form["reason"], "last_day": str(last_day)}


def _chosen(case: OpenedCase, form: Form) -> tuple[Allowance, date | None] | None:
    amount = form.get("amount")
    return next((one for one in _lengths(case) if str(one[0].amount) == amount), None)


def _lengths(case: OpenedCase) -> list[tuple[Allowance, date | None]]:
    """Return each length that is allowed with the date it leads to, the longest first."""
    allowed, clock = extension_left(case), case.answer_clock
    if allowed is None or clock is None:
        return []
    due, most = DueDate.from_facts(clock.explanation), allowed.at_most
    lengths = [Allowance(amount, most.unit) for amount in range(most.amount, 0, -1)]
    return [(by, extend(due, by, case.advice.calendar).last_day) for by in lengths]


def _page(case: OpenedCase, _form: Form) -> dict[str, Any]:
    extensions = _lengths(case)
    return {
        "extensions": extensions,
        "offered": [(by.amount, _words(by, last_day)) for by, last_day in extensions],
        "models": offered_models(case, "prolongation"),
    }


def _words(by: Allowance, last_day: date | None) -> str:
    language = current_language()
    length = allowance_words(by, language)
    return f"{day_words(last_day, language)} ({length})" if last_day else length


def _letter(case: OpenedCase, form: Form, _problems: Problems) -> dict[str, Any]:
    """Return the reason and the letter exactly as they will leave, and the day they promise."""
    chosen = _chosen(case, form)
    assert chosen is not None, "the form was read before"
    by, last_day = chosen
    content = _content(form, by, last_day)
    return exact_letter(case, Outgoing.EXTENSION, content) | {
        "by": by,
        "last_day": last_day,
        "hints": hints_for(case, content["reason"]),
    }


def _reason_from_model(case: OpenedCase, form: Form) -> Form:
    return put_in(case, "prolongation", form, "reason")


add_action(
    bp,
    ActionPage(
        "extend",
        "prolonger",
        "extend",
        Permission.EXTEND,
        _EXTENDED.__getitem__,
        _extend,
        given=_page,
        preview=_letter,
        fields=("amount", "reason"),
        with_model=_reason_from_model,
    ),
)
