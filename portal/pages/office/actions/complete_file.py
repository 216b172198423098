"""Saying that a file is complete: the time for the answer runs from then on."""

from __future__ import annotations

from typing import Any

from portal.complaints.dates import complete_file
from portal.domain.permissions import Permission
from portal.domain.time.allowance import Allowance
from portal.domain.time.clock import count
from portal.pages.forms import Problems
from portal.pages.office.actions.engine import Act, ActionPage, Form, add_action
from portal.pages.office.blueprints import bp
from portal.pages.office.case.opened import OpenedCase
from portal.words.catalogue import to_translate


def _complete(_case: OpenedCase, _form: Form, _problems: Problems) -> Act:
    return complete_file.complete_file


def _date(case: OpenedCase, _form: Form) -> dict[str, Any]:
    """Return the date that the complainant would be told now."""
    clock = case.answer_clock
    if clock is None or not case.waits_for_file:
        return {"within": None, "last_day": None}
    within = Allowance.parse(clock.allowance)
    return {"within": within, "last_day": count(case.now, within, case.advice.calendar).last_day}


add_action(
    bp,
    ActionPage(
        "complete",
        "complet",
        "complete",
        Permission.CONTACT,
        to_translate("Dossier complet. La personne est avertie de la date promise."),
        _complete,
        given=_date,
    ),
)
