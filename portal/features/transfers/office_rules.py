"""The rules that the desk made of its decisions: listed for it, and revoked one by one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.agencies.agency import Agency
from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.complaints.queries.accounts import names_of
from portal.domain.permissions import Permission
from portal.domain.text import Text
from portal.features.transfers.actions import revoke_rule
from portal.features.transfers.queries import KeptRule, every_rule
from portal.pages.actions.engine import Act, ActionPage, Form, Subject, add_action
from portal.pages.current import runtime
from portal.pages.features import Pages
from portal.pages.languages import localized
from portal.words.catalogue import to_translate

pages = Pages("office")


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


@dataclass(frozen=True, slots=True)
class OpenedRule:
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
    with runtime().reading(current_actor()) as session:
        in_force = {rule.id: rule for rule in every_rule(session) if rule.revoked_at is None}
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
