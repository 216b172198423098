"""The rules that the desk made of its decisions: listed for it, and revoked one by one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.complaints.queries.accounts import names_of
from portal.domain.permissions import Permission
from portal.domain.text import Text
from portal.features.transfers.actions import revoke_rule
from portal.features.transfers.queries import every_rule
from portal.features.transfers.records import RoutingRuleRecord
from portal.pages.actions.engine import Act, ActionPage, Outcome, Subject, add_action
from portal.pages.current import runtime
from portal.pages.features import Pages
from portal.pages.languages import localized
from portal.words.catalogue import to_translate

pages = Pages("office")


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as the page lists it; without a day of revocation it decides."""

    id: int
    phrases: tuple[str, ...]
    agency: Text
    category: Text | None
    reason: str
    number: str
    made_at: datetime
    made_by: str
    revoked_at: datetime | None
    revoked_by: str
    revoked_why: str


@localized(pages, fr="/gestion/<agency>/regles", en="/office/<agency>/rules")
@requires(Permission.ROUTE, agency_from="agency")
def rules(agency: str) -> ResponseReturnValue:
    """List the rules, those that decide first."""
    return render_template("transfers/rules.html", rules=_rules(), **_around(agency))


@localized(
    pages,
    fr="/gestion/<agency>/regles/<int:rule_id>/retirer",
    en="/office/<agency>/rules/<int:rule_id>/revoke",
)
@requires(Permission.ROUTE, agency_from="agency")
def rule_to_revoke(agency: str, rule_id: int) -> ResponseReturnValue:
    """Say what revoking a rule does, before it is done."""
    return _page(OpenedRule(rule_id, _around(agency)), Outcome())


@dataclass(frozen=True, slots=True)
class OpenedRule:
    """A rule as what may be revoked, with what its page shows around it."""

    id: int
    around: dict[str, Any]


def _revoke(opened: OpenedRule, act: Act, _seen: int) -> None:
    """Revoke a rule, with a reason; sent twice, done once."""
    portal, actor, desk = runtime(), current_actor(), opened.around["agency"].code
    with portal.transaction(actor) as session:
        act(session, actor, desk, opened.id, now=portal.now())
    portal.take_up_changes()


def _page(opened: OpenedRule, outcome: Outcome) -> str:
    in_force = {rule.id: rule for rule in _rules() if rule.revoked_at is None}
    if opened.id not in in_force:
        abort(404)
    return render_template(
        "transfers/revoke_rule.html",
        rule=in_force[opened.id],
        typed=request.form.get("reason", ""),
        problems=outcome.problems,
        **opened.around,
    )


def _around(agency: str) -> dict[str, Any]:
    """Return what the pages show around the rules; no other agency than the desk has some."""
    desk = runtime().agencies.intake_desk
    if agency != desk.code:
        abort(404)
    return {"agency": desk, "zone": desk.consult().calendar().zone}


def _rules() -> list[Rule]:
    with runtime().reading(current_actor()) as session:
        records = every_rule(session)
        people = [person for rule in records for person in (rule.made_by, rule.revoked_by)]
        names = names_of(session, people)
    return [_rule(record, names) for record in records]


def _rule(record: RoutingRuleRecord, names: dict[int, str]) -> Rule:
    agencies = runtime().agencies.in_force.agencies
    agency = agencies.get(record.agency)
    category = agency.every_category().get(record.category or "") if agency is not None else None
    return Rule(
        id=record.id,
        phrases=tuple(record.phrases),
        agency=agency.name if agency is not None else Text(record.agency),
        category=category.name if category is not None else None,
        reason=record.reason,
        number=record.number,
        made_at=record.made_at,
        made_by=names.get(record.made_by or 0, ""),
        revoked_at=record.revoked_at,
        revoked_by=names.get(record.revoked_by or 0, ""),
        revoked_why=record.revoked_why or "",
    )


RULE: Subject[OpenedRule] = Subject(
    fr="/gestion/<agency>/regles/<int:rule_id>",
    en="/office/<agency>/rules/<int:rule_id>",
    opened=lambda agency, rule_id, what: OpenedRule(rule_id, _around(agency)),
    change=_revoke,
    url=lambda opened: url_for("office.rules", agency=opened.around["agency"].code),
)

add_action(
    pages,
    ActionPage(
        RULE,
        "revoke",
        "retirer",
        "revoke",
        Permission.ROUTE,
        to_translate("La règle est retirée. Elle ne décide plus de rien."),
        lambda _rule, form, _problems: partial(revoke_rule, why=form.get("reason", "")),
        stands_on=_page,
    ),
)
