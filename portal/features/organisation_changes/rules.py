"""Planning that organisations are merged, split or renamed: who gets what, and what forbids it.

The day of a change begins on the clocks of the agency that changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from portal.agencies.agency import Agency
from portal.agencies.registry import Registry
from portal.domain.category import Category
from portal.domain.role import Role
from portal.domain.succession import (
    ChangeProblem,
    ChangeRefusedError,
    Destination,
    Rename,
    Succession,
    leads_to,
)

Choice = tuple[str, str | None]
Chosen = Mapping[str, Choice]
"""By the old category, the successor somebody chose and, if they said so, its category."""

# The successor has its own: who leads or administers it is for people to say.
STAY_BEHIND = frozenset({Role.TOP_AUTHORITY, Role.ADMINISTRATOR})


def follows(role: str) -> bool:
    """Tell whether those of this role go along to whoever takes over."""
    return Role(role) not in STAY_BEHIND


def plan_merge(
    agencies: Registry, old: str, into: str, on: date, now: datetime, chosen: Chosen | None = None
) -> Succession:
    """Plan that `into` takes over all of `old`, and check that it can.

    A category goes to the one chosen for it, else to that of the same code, else to the only one
    of the same theme, else to the successor's default.
    """
    return _planned(agencies, old, on, now, chosen or {}, into)


def plan_split(
    agencies: Registry, old: str, chosen: Chosen, rest: str, on: date, now: datetime
) -> Succession:
    """Plan that each category of `old` goes to the successor chosen for it, all else to `rest`."""
    plan = _planned(agencies, old, on, now, chosen, rest)
    if len(plan.successors) < 2:
        raise ChangeRefusedError(ChangeProblem.ONE_SUCCESSOR, rest)
    return plan


def units_with_categories(agency: Agency) -> dict[str, list[str]]:
    """Return the units that receive complaints, each with the codes of its categories."""
    units: dict[str, list[str]] = {}
    for code, category in agency.every_category().items():
        if category.unit is not None:
            units.setdefault(category.unit, []).append(code)
    return units


def chosen_by_unit(agency: Agency, successors: Mapping[str, str]) -> dict[str, Choice]:
    """Return what is chosen for single categories by choosing who takes over whole units."""
    theirs = units_with_categories(agency)
    for unit in successors:
        if unit not in theirs:
            raise ChangeRefusedError(ChangeProblem.UNKNOWN_UNIT, unit)
    return {
        category: (successor, None)
        for unit, successor in successors.items()
        for category in theirs[unit]
    }


def plan_rename(
    agencies: Registry,
    agency: str,
    fr: str,
    en: str,
    short_name: str | None,
    on: date,
    now: datetime,
) -> Rename:
    """Plan another name for an agency whose code stays."""
    before = agencies.agency(agency)
    name = before.settings.agency.name
    _refuse_past(before, on, now)
    if (name.fr, name.en) == (fr, en):
        raise ChangeRefusedError(ChangeProblem.SAME_NAME)
    if agency in agencies.in_force.successions:
        raise ChangeRefusedError(ChangeProblem.ALREADY_REPLACED, agency)
    return Rename(agency, on, fr, en, short_name or None)


def _planned(
    agencies: Registry, old: str, on: date, now: datetime, chosen: Chosen, rest: str
) -> Succession:
    """Return the plan, or raise ChangeRefusedError for the first thing that forbids it."""
    before = agencies.agency(old)
    known = before.every_category()
    for code in chosen:
        if code not in known:
            raise ChangeRefusedError(ChangeProblem.UNKNOWN_CATEGORY, f"{old}:{code}")
    plan = Succession(
        agency=old,
        effective_at=before.first_moment(on),
        categories={
            code: _destination(agencies, category, *chosen.get(code, (rest, None)))
            for code, category in known.items()
        },
        rest=Destination(rest, agencies.agency(rest).settings.default_category),
    )
    _refuse_past(before, on, now)
    _refuse_impossible(agencies, plan)
    return plan


def _destination(
    agencies: Registry, category: Category, successor: str, chosen: str | None
) -> Destination:
    agency = agencies.agency(successor)
    if chosen is None:
        return Destination(successor, _likely_category(category, agency))
    if chosen not in agency.every_category():
        raise ChangeRefusedError(ChangeProblem.UNKNOWN_CATEGORY, f"{successor}:{chosen}")
    return Destination(successor, chosen)


def _likely_category(category: Category, successor: Agency) -> str:
    """Return the category of a successor that complaints of an old category most likely fit."""
    offered = successor.consult().categories()
    if any(other.code == category.code for other in offered):
        return category.code
    akin = [other.code for other in offered if other.theme == category.theme]
    return akin[0] if len(akin) == 1 else successor.settings.default_category


def _refuse_past(agency: Agency, on: date, now: datetime) -> None:
    if on < now.astimezone(agency.zone).date():
        raise ChangeRefusedError(ChangeProblem.PAST_DAY)


def _refuse_impossible(agencies: Registry, plan: Succession) -> None:
    others, old = agencies.in_force.successions, plan.agency
    if old == agencies.intake_desk.code:
        raise ChangeRefusedError(ChangeProblem.INTAKE_DESK, old)
    if old in others:
        raise ChangeRefusedError(ChangeProblem.ALREADY_REPLACED, old)
    for successor in plan.successors:
        if successor == old:
            raise ChangeRefusedError(ChangeProblem.ITSELF, old)
        if leads_to(others, successor, old):
            raise ChangeRefusedError(ChangeProblem.CIRCLE, successor)
        if not agencies.in_force.takes_complaints(successor, plan.effective_at):
            raise ChangeRefusedError(ChangeProblem.SUCCESSOR_REPLACED, successor)
