"""The intake desk hands a complaint to the agency that can answer it."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import request

from portal.agencies.agency import Agency
from portal.domain.errors import IncompleteError, NotAllowedError
from portal.domain.permissions import Permission
from portal.domain.routing_rule import NewRule, may_be_kept, read_phrases
from portal.features.transfers.actions import route_complaint
from portal.features.transfers.queries import goes_to_desk
from portal.pages.actions.engine import Act, ActionPage, Form, add_action
from portal.pages.actions.missing import note_missing
from portal.pages.current import runtime
from portal.pages.forms import Problems
from portal.pages.groups import Pages
from portal.pages.office.actions.receiving import choices, plan_of, receivers, shown_of
from portal.pages.office.case.acting import COMPLAINT
from portal.pages.office.case.opened import OpenedCase
from portal.pages.texts import gettext
from portal.words.catalogue import to_translate

pages = Pages("office")

_ROUTED = to_translate("Plainte remise à l’organisme. La personne en est avertie.")


def _route(case: OpenedCase, form: Form, problems: Problems) -> Act | None:
    _refuse_elsewhere(case)
    agency = _receiving(case, form.get("receiving", ""))
    if agency is None:
        problems.add("receiving", gettext("Choisissez l’organisme qui répondra"))
    if not form.get("reason", "").strip():
        note_missing(problems, IncompleteError("reason"))
    rule = _rule(case, form, problems)
    if problems or agency is None:
        return None
    plan, reason = plan_of(case, agency), form["reason"].strip()
    return partial(route_complaint, plan=plan, reason=reason, rule=rule)


def _rule(case: OpenedCase, form: Form, problems: Problems) -> NewRule | None:
    """Return the rule that a decision becomes, where it is wanted and one decides."""
    if not goes_to_desk(case.file) or form.get("rule") != "yes":
        return None
    phrases = read_phrases(form.get("phrases", ""))
    if not may_be_kept(phrases):
        note_missing(problems, IncompleteError("phrases"))
    return NewRule(phrases)


def _refuse_elsewhere(case: OpenedCase) -> None:
    if case.complaint.agency != runtime().agencies.intake_desk.code:
        raise NotAllowedError(Permission.ROUTE)


def _receiving(case: OpenedCase, value: str) -> Agency | None:
    return next((agency for agency in receivers(case) if agency.code == value), None)


def _agencies(case: OpenedCase, form: Form) -> dict[str, Any]:
    _refuse_elsewhere(case)
    return {
        "receiving": choices(case, receivers(case)),
        "decides": goes_to_desk(case.file),
        # A decision becomes a rule unless the desk says otherwise, which the preview shows.
        "makes_rule": request.method == "GET" or form.get("rule") == "yes",
    }


def _preview(case: OpenedCase, form: Form, problems: Problems) -> dict[str, Any]:
    agency = _receiving(case, form["receiving"])
    assert agency is not None
    plan = plan_of(case, agency)
    return {
        **shown_of(plan),
        "decides": goes_to_desk(case.file),
        "rule": _rule(case, form, problems),
    }


def _routed(_: Any) -> str:
    """Say what was done, once this process knows of a rule that the decision may have become."""
    runtime().take_up_changes()
    return _ROUTED


add_action(
    pages,
    ActionPage(
        COMPLAINT,
        "route",
        "remettre",
        "route",
        Permission.ROUTE,
        _routed,
        _route,
        given=_agencies,
        preview=_preview,
        fields=("receiving", "reason", "phrases"),
        back_to="office.worklist",
        folder="transfers",
    ),
)
