"""Reprisals in the office: noting what somebody tells, and what the head does about it."""

from __future__ import annotations

from functools import partial
from typing import Any

from portal.domain.confidential import REPORT
from portal.domain.errors import IncompleteError
from portal.domain.permissions import Permission
from portal.features.reprisals import actions as reprisals
from portal.features.reprisals.case_part import protection_name
from portal.pages.actions.engine import Act, ActionPage, Form, add_action
from portal.pages.actions.missing import note_missing
from portal.pages.forms import Problems
from portal.pages.groups import Pages
from portal.pages.office.case.acting import COMPLAINT
from portal.pages.office.case.opened import OpenedCase
from portal.words.catalogue import to_translate

pages = Pages("office")


def _report(_case: OpenedCase, form: Form, problems: Problems) -> Act | None:
    return partial(reprisals.note_report, body=_body(form, problems))


def _protect(_case: OpenedCase, form: Form, problems: Problems) -> Act | None:
    return partial(reprisals.act, body=_body(form, problems))


def _body(form: Form, problems: Problems) -> str:
    body = form.get("body", "")
    if not body.strip():
        note_missing(problems, IncompleteError("body"))
    return body


def _reported(case: OpenedCase, _form: Form) -> dict[str, Any]:
    """Return what is to be done by when, and all that was reported, the newest first."""
    return {
        "heading": protection_name(case),
        "owed": case.confidential_clock,
        "reports": [one for one in reversed(case.file.messages) if one.kind == REPORT],
    }


for page in (
    ActionPage(
        COMPLAINT,
        "report_reprisals",
        "represailles",
        "reprisals",
        Permission.NOTE,
        to_translate("Signalement noté. La personne qui dirige le service est avertie."),
        _report,
        folder="reprisals",
    ),
    ActionPage(
        COMPLAINT,
        "protect",
        "proteger",
        "protect",
        Permission.PROTECT,
        to_translate("Geste noté. La personne voit qu’il a été posé."),
        _protect,
        given=_reported,
        folder="reprisals",
    ),
):
    add_action(pages, page)
