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
from portal.features.transfers.routing import every_rule, revoke_rule
from portal.features.transfers.routing_rule_record import RoutingRuleRecord
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
    found = next((one for one in _rules() if one.id == rule_id), None)
    if found is None or found.revoked_at is not None:
        abort(404)
    typed = request.form.get("reason", "")
    return render_template(
        "transfers/revoke_rule.html", rule=found, typed=typed, problems=problems, **_around(agency)
    )


def _around(agency: str) -> dict[str, object]:
    where = runtime().agencies.agency(agency)
    return {"agency": where, "zone": where.consult().calendar().zone}


def _rules() -> list[Rule]:
    with runtime().reading(current_actor()) as session:
        kept = every_rule(session)
        people = [one.made_by for one in kept] + [one.revoked_by for one in kept]
        names = names_of(session, [one for one in people if one is not None])
    return [_rule(one, names) for one in kept]


def _rule(kept: RoutingRuleRecord, names: dict[int, str]) -> Rule:
    agencies = runtime().agencies.in_force.agencies
    agency = agencies.get(kept.agency)
    category = agency.every_category().get(kept.category or "") if agency is not None else None
    return Rule(
        id=kept.id,
        phrases=tuple(kept.phrases),
        agency=agency.name if agency is not None else Text(kept.agency),
        category=category.name if category is not None else None,
        reason=kept.reason,
        number=kept.number,
        made_at=kept.made_at,
        made_by=names.get(kept.made_by or 0, ""),
        revoked_at=kept.revoked_at,
        revoked_by=names.get(kept.revoked_by or 0, ""),
        revoked_why=kept.revoked_why or "",
    )
