"""The intake desk: it hands complaints to agencies, and revokes the rules of its decisions."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from msgspec import Struct

from portal.agencies.agency import Agency
from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.complaints.queries.accounts import names_of
from portal.domain.errors import IncompleteError, NotAllowedError
from portal.domain.permissions import Permission
from portal.domain.routing import NewRule, may_be_kept, read_phrases
from portal.domain.text import Text
from portal.features.transfers.actions_desk import revoke_rule, route_complaint
from portal.features.transfers.office_asking import (
    chosen_agency,
    may_receive,
    parts_at_others,
    typed_transfer,
)
from portal.features.transfers.queries import (
    KeptRule,
    every_rule,
    goes_to_desk,
)
from portal.features.transfers.rules import TransferAgreed
from portal.pages.actions.engine import Act, ActionPage, Form, Subject, add_action
from portal.pages.actions.missing import note_missing
from portal.pages.current import runtime
from portal.pages.features import Pages
from portal.pages.forms import Problems
from portal.pages.languages import localized
from portal.pages.office.actions import COMPLAINT, tells_complainant
from portal.pages.office.actions.receiving import (
    choices,
    plan_of,
    reasons_not_offered,
    shown_of,
)
from portal.pages.office.case import OpenedCase
from portal.words.catalogue import to_translate

pages = Pages("office")


# The intake desk hands a complaint to the agency that can answer it.


def _route(case: OpenedCase, form: Form, problems: Problems) -> Act | None:
    _refuse_elsewhere(case)
    agency, reason = typed_transfer(case, may_receive(case), form, problems)
    rule = _rule(case, form, problems)
    if problems or agency is None:
        return None
    return partial(route_complaint, plan=plan_of(case, agency), reason=reason, rule=rule)


def _routing(case: OpenedCase, form: Form) -> dict[str, Any]:
    _refuse_elsewhere(case)
    return {
        "receiving": choices(case, may_receive(case)),
        "not_offered": reasons_not_offered(parts_at_others(case)),
        "decides": goes_to_desk(case.file),
        "agreed_at": _agreed_at(case),
        # A decision becomes a rule unless the desk says otherwise, which the preview shows.
        "makes_rule": request.method == "GET" or form.get("rule") == "yes",
    }


def _agreed_at(case: OpenedCase) -> datetime | None:
    """Return when the person last agreed that the complaint goes to another agency."""
    agreed = (entry.at for entry in case.file.entries if entry.kind == TransferAgreed.kind)
    return max(agreed, default=None)


def _routed_preview(case: OpenedCase, form: Form, problems: Problems) -> dict[str, Any]:
    agency = chosen_agency(may_receive(case), form)
    assert agency is not None
    return {
        **shown_of(plan_of(case, agency)),
        "decides": goes_to_desk(case.file),
        "rule": _rule(case, form, problems),
    }


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


_ROUTED = to_translate("Plainte remise à l’organisme.")


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
        tells=tells_complainant,
        given=_routing,
        preview=_routed_preview,
        fields=("receiving", "reason", "phrases"),
        then=lambda case, _: url_for("office.worklist", agency=case.complaint.agency),
        folder="transfers",
    ),
)


# Its rules, listed and revoked one by one.


@localized(pages, fr="/gestion/<agency>/regles", en="/office/<agency>/rules")
@requires(Permission.ROUTE, agency_from="agency")
def rules(agency: str) -> ResponseReturnValue:
    """List the rules, those that decide first."""
    desk = _desk(agency)
    with runtime().reading(current_actor()) as session:
        listed = every_rule(session)
        people = [person for rule in listed for person in (rule.made_by, rule.revoked_by)]
        names = names_of(session, people)
    return render_template(
        "transfers/rules.html",
        rules=[(rule, *_names(rule)) for rule in listed],
        names=names,
        **_around(desk),
    )


def _names(rule: KeptRule) -> tuple[Text, Text | None]:
    """Return what the agency of a rule is called, and its category, if it has one."""
    agency = runtime().agencies.in_force.agencies.get(rule.agency)
    if agency is None:
        return Text(rule.agency), None
    category = agency.every_category().get(rule.category or "")
    return agency.name, category.name if category is not None else None


def _desk(agency: str) -> Agency:
    """Return the intake desk: no other agency has rules."""
    desk = runtime().agencies.intake_desk
    if agency != desk.code:
        abort(404)
    return desk


def _around(desk: Agency) -> dict[str, Any]:
    return {"agency": desk, "zone": desk.consult().calendar().zone}


# Revoking one.


class OpenedRule(Struct, frozen=True):
    """A rule of the desk as what may be revoked."""

    id: int
    desk: Agency


def _change(opened: OpenedRule, act: Act, _seen: int) -> None:
    """Revoke a rule, with a reason; sent twice, done once."""
    portal, actor = runtime(), current_actor()
    with portal.transaction(actor) as session:
        act(session, actor, opened.desk.code, opened.id, now=portal.now())
    portal.take_up_changes()


def _given(opened: OpenedRule, _form: Form) -> dict[str, Any]:
    """Return the rule while it decides."""
    in_force = {
        rule.id: rule
        for rule in runtime().read(current_actor(), every_rule)
        if rule.revoked_at is None
    }
    if opened.id not in in_force:
        abort(404)
    rule = in_force[opened.id]
    return {"rule": rule, "to": _names(rule)[0]}


RULE: Subject[OpenedRule] = Subject(
    fr="/gestion/<agency>/regles/<int:rule_id>",
    en="/office/<agency>/rules/<int:rule_id>",
    opened=lambda agency, rule_id, what: OpenedRule(rule_id, _desk(agency)),
    change=_change,
    url=lambda opened: url_for("office.rules", agency=opened.desk.code),
    shared=lambda opened: _around(opened.desk),
)

add_action(
    pages,
    ActionPage(
        RULE,
        "revoke_rule",
        "retirer",
        "revoke",
        Permission.ROUTE,
        to_translate("La règle est retirée. Elle ne décide plus de rien."),
        lambda _rule, form, _problems: partial(revoke_rule, why=form.get("reason", "")),
        given=_given,
        folder="transfers",
    ),
)
