"""Urgent complaints in the office: confirming, declining, and noting what was done first."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from portal.domain.errors import IncompleteError
from portal.domain.permissions import Permission
from portal.domain.time.clock import count
from portal.features.urgency import actions as urgency
from portal.pages.actions.engine import Act, ActionPage, Form, add_action
from portal.pages.actions.missing import note_missing
from portal.pages.forms import Problems
from portal.pages.groups import Pages
from portal.pages.office.case.acting import COMPLAINT
from portal.pages.office.case.opened import OpenedCase
from portal.words.catalogue import to_translate

pages = Pages("office")


def _said(
    act: Callable[..., Any], name: str, field: str, told_as: str
) -> Callable[[OpenedCase, Form, Problems], Act | None]:
    """Return what reads one text and hands it to `act` as `told_as`."""

    def read(_case: OpenedCase, form: Form, problems: Problems) -> Act | None:
        text = form.get(field, "")
        if not text.strip():
            note_missing(problems, IncompleteError(name))
        return partial(act, **{told_as: text})

    return read


def _confirming(case: OpenedCase, _form: Form) -> dict[str, Any]:
    """Return by when somebody acts if it is confirmed now, and the words that led here."""
    promise = case.agency.configured.urgent_promise(case.complaint.category)
    due = count(case.now, promise.allowance, case.advice.calendar)
    return {"act_by": due.last_day, "signs": case.complaint.urgency_why}


for page in (
    ActionPage(
        COMPLAINT,
        "confirm_urgent",
        "urgence",
        "urgent",
        Permission.DECIDE_URGENCY,
        to_translate("Urgence confirmée. La personne voit quand quelqu’un agit."),
        _said(urgency.confirm, "why_urgent", "why_urgent", "why"),
        given=_confirming,
        fields=("why_urgent",),
        folder="urgency",
    ),
    ActionPage(
        COMPLAINT,
        "decline_urgent",
        "ecarter-urgence",
        "not-urgent",
        Permission.DECIDE_URGENCY,
        to_translate("Urgence écartée. Le motif est dans l’historique."),
        _said(urgency.decline, "reason", "reason", "reason"),
        given=_confirming,
        fields=("reason",),
        folder="urgency",
    ),
    ActionPage(
        COMPLAINT,
        "urgent_act",
        "geste-urgent",
        "urgent-act",
        Permission.CONTACT,
        to_translate("Premier geste noté."),
        _said(urgency.act, "body", "body", "body"),
        fields=("body",),
        folder="urgency",
    ),
):
    add_action(pages, page)
