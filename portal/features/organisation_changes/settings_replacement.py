"""An agency is merged into another or split among several: the effect first, then for good."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue

from portal.agencies.agency import Agency
from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.domain.actor import PORTAL
from portal.domain.permissions import Permission, may
from portal.domain.succession import ChangeRefusedError, Succession
from portal.features.organisation_changes.actions import keep_succession
from portal.features.organisation_changes.queries import SuccessionEffect, effect_of
from portal.features.organisation_changes.rules import (
    chosen_by_unit,
    plan_merge,
    units_with_categories,
)
from portal.features.organisation_changes.settings import (
    kept,
    mark_of,
    name_of,
    refused,
    was_seen,
)
from portal.pages.current import current_language, gettext, runtime
from portal.pages.features import Pages
from portal.pages.forms import NO_DAY, Problems, TypedDay, chosen, typed_line
from portal.pages.languages import localized

pages = Pages("settings")

_CATEGORY, _UNIT, _SHOWN_UNIT = "to-", "unit-", "shown-unit-"


@dataclass(frozen=True, slots=True)
class SuccessionForm:
    """Who takes over all the rest, from when, and what was chosen for units and categories."""

    into: str = ""
    on: TypedDay = NO_DAY
    units: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, agency: Agency, successors: list[Agency]) -> SuccessionForm:
        """Read the form of the request.

        A category goes where its own choice says, unless that was shown for another choice of its
        unit or of the rest: what nobody chose by hand would go there still.
        """
        into = chosen("into", frozenset(successor.code for successor in successors))
        units, before = _typed(_UNIT), _typed(_SHOWN_UNIT)
        moved = {unit for unit, successor in units.items() if successor != before.get(unit, "")}
        anew = {code for unit in moved for code in units_with_categories(agency).get(unit, ())}
        is_same = request.form.get("shown") == into
        places = _typed(_CATEGORY) if is_same else {}
        return cls(
            into=into,
            on=TypedDay.read("on"),
            units={unit: successor for unit, successor in units.items() if successor},
            places={code: place for code, place in places.items() if code not in anew},
        )

    def problems(self) -> Problems:
        """Return what there is to correct."""
        problems = Problems(("into", "on"))
        if not self.into:
            problems.add("into", gettext("Choisissez l’organisme qui prend la place de celui-ci"))
        if self.on.found is None:
            problems.add("on", gettext("Écrivez le jour du changement"))
        return problems


@localized(
    pages, fr="/reglages/<agency>/changements/remplacer", en="/settings/<agency>/changes/replace"
)
@requires(Permission.REORGANISE, agency_from="agency")
def replace(agency: str) -> ResponseReturnValue:
    """Ask who takes the agency's place, and when."""
    return make_response(_page(agency, SuccessionForm(), Problems()))


@localized(
    pages,
    fr="/reglages/<agency>/changements/remplacer",
    en="/settings/<agency>/changes/replace",
    methods=("POST",),
)
@requires(Permission.REORGANISE, agency_from="agency")
def keep_replacement(agency: str) -> ResponseReturnValue:
    """Show what the change would do; keep it once it was seen and confirmed as it stands."""
    portal = runtime()
    form = SuccessionForm.read(portal.agencies.agency(agency), _successors(agency))
    problems, plan = form.problems(), None
    if form.on.found is not None and form.into:
        try:
            plan = _plan(agency, form)
            if was_seen(_mark(plan)):
                with portal.transaction() as session:
                    keep_succession(session, plan, form.on.found, current_actor(), portal.now())
                return kept(agency)
        except ChangeRefusedError as error:
            problems.add("into", refused(error))
            plan = None
    return make_response(_page(agency, form, problems, plan), 422 if problems else 200)


def _typed(prefix: str) -> dict[str, str]:
    """Return the fields whose names begin so, by the rest of their names."""
    names = [name for name in request.form if name.startswith(prefix)]
    return {name.removeprefix(prefix): typed_line(name) for name in names}


def _plan(agency: str, form: SuccessionForm) -> Succession:
    portal, on = runtime(), form.on.found
    assert on is not None
    places = {
        code: place.split(":") for code, place in form.places.items() if place.count(":") == 1
    }
    old = portal.agencies.agency(agency)
    allowed, known = {successor.code for successor in _successors(agency)}, old.every_category()
    picked = {
        code: (to, wanted)
        for code, (to, wanted) in places.items()
        if to in allowed and code in known
    }
    by_unit = {unit: to for unit, to in form.units.items() if to in allowed}
    chosen_places = chosen_by_unit(old, by_unit) | picked
    return plan_merge(portal.agencies, agency, form.into, on, portal.now(), chosen_places)


def _page(
    agency: str, form: SuccessionForm, problems: Problems, plan: Succession | None = None
) -> str:
    return render_template(
        "organisation_changes/settings_succession.html",
        agency=runtime().agencies.agency(agency),
        form=form,
        problems=problems,
        successors=[(other.code, name_of(other)) for other in _successors(agency)],
        places=_places(agency) if plan else (),
        units=_units(agency) if plan else (),
        plan=plan,
        seen=_mark(plan) if plan else "",
        effect=_effect(plan) if plan else None,
    )


def _mark(plan: Succession) -> str:
    return mark_of(plan.as_facts(), plan.effective_at)


def _effect(plan: Succession) -> SuccessionEffect:
    portal = runtime()
    with portal.reading(PORTAL) as session:
        return effect_of(session, portal.agencies, plan)


def _places(agency: str) -> list[tuple[str, str]]:
    """Return every category of every possible successor, to choose from."""
    language = current_language()
    return [
        (f"{other.code}:{category.code}", f"{name_of(other)} · {category.name.in_(language)}")
        for other in _successors(agency)
        for category in other.consult().categories()
    ]


def _units(agency: str) -> list[tuple[str, str]]:
    """Return the units that receive complaints, with their names."""
    old, language = runtime().agencies.agency(agency), current_language()
    names = {unit.code: unit.name.text.in_(language) for unit in old.settings.units}
    return [(unit, names.get(unit, unit)) for unit in units_with_categories(old)]


def _successors(agency: str) -> list[Agency]:
    """Return the agencies that may take over: the person has to administer them too."""
    portal, actor = runtime(), current_actor()
    desk = portal.agencies.intake_desk.code
    return [
        other
        for other in portal.agencies.taking_complaints(portal.now())
        if other.code not in (agency, desk) and may(actor, Permission.REORGANISE, other.code)
    ]
