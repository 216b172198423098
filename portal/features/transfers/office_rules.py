"""The rules that the desk made of its decisions: listed for it, and revoked one by one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import abort, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.complaints.queries.accounts import names_of
from portal.domain.errors import IncompleteError
from portal.domain.permissions import Permission
from portal.domain.text import Text
from portal.features.transfers.queries import every_rule
from portal.features.transfers.records import RoutingRuleRecord
from portal.features.transfers.routing import revoke_rule
from portal.pages.actions.missing import note_missing
from portal.pages.current import runtime
from portal.pages.forms import Problems
from portal.pages.groups import Pages
from portal.pages.languages import localized
from portal.pages.texts import gettext

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
    _refuse_elsewhere(agency)
    return render_template("transfers/rules.html", rules=_rules(), **_around(agency))


_REVOKE = {
    "fr": "/gestion/<agency>/regles/<int:rule_id>/retirer",
    "en": "/office/<agency>/rules/<int:rule_id>/revoke",
}


@localized(pages, **_REVOKE)
@requires(Permission.ROUTE, agency_from="agency")
def rule_to_revoke(agency: str, rule_id: int) -> ResponseReturnValue:
    """Say what revoking a rule does, before it is done."""
    _refuse_elsewhere(agency)
    return make_response(_page(agency, rule_id, Problems()))


@localized(pages, **_REVOKE, methods=("POST",))
@requires(Permission.ROUTE, agency_from="agency")
def revoke(agency: str, rule_id: int) -> ResponseReturnValue:
    """Revoke a rule, with a reason; sent twice, done once."""
    _refuse_elsewhere(agency)
    portal, actor, why = runtime(), current_actor(), request.form.get("reason", "")
    problems = Problems(["reason"])
    try:
        with portal.transaction(actor) as session:
            revoke_rule(session, actor, agency, rule_id, why, portal.now())
    except IncompleteError as error:
        note_missing(problems, error)
        return make_response(_page(agency, rule_id, problems), 422)
    portal.take_up_changes()
    flash(gettext("La règle est retirée. Elle ne décide plus de rien."))
    return redirect(url_for(".rules", agency=agency), 303)


def _refuse_elsewhere(agency: str) -> None:
    if agency != runtime().agencies.intake_desk.code:
        abort(404)


def _page(agency: str, rule_id: int, problems: Problems) -> str:
    in_force = {rule.id: rule for rule in _rules() if rule.revoked_at is None}
    if rule_id not in in_force:
        abort(404)
    rule, typed = in_force[rule_id], request.form.get("reason", "")
    return render_template(
        "transfers/revoke_rule.html", rule=rule, typed=typed, problems=problems, **_around(agency)
    )


def _around(agency: str) -> dict[str, object]:
    where = runtime().agencies.agency(agency)
    return {"agency": where, "zone": where.consult().calendar().zone}


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
