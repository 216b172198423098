"""What happens to an agency as a whole: its changes, those to come among them, and new ones.

It is merged into another, split among several, or gets another name. What a change would do is seen
first, then confirmed as it was seen.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any, TypeVar

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.agencies.agency import Agency
from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.domain.actor import PORTAL
from portal.domain.errors import PortalError
from portal.domain.permissions import Permission, may
from portal.domain.succession import (
    ChangeKind,
    ChangeProblem,
    ChangeRefusedError,
    Rename,
    Succession,
)
from portal.domain.typed import whole_number
from portal.features.organisation_changes.actions import (
    ChangeBegunError,
    call_off,
    keep_rename,
    keep_succession,
)
from portal.features.organisation_changes.queries import (
    KeptChange,
    changes_of,
    effect_of,
    succession_of,
)
from portal.features.organisation_changes.rules import (
    Chosen,
    chosen_by_unit,
    plan_merge,
    plan_rename,
    units_with_categories,
)
from portal.pages.actions.engine import Act, ActionPage, Form, Subject, add_action
from portal.pages.current import current_language, gettext, runtime
from portal.pages.features import Pages
from portal.pages.forms import Problems, TypedDay, chosen, typed_line
from portal.pages.languages import localized
from portal.words.catalogue import to_translate

pages = Pages("settings")

P = TypeVar("P", Succession, Rename)
KINDS: dict[str, str] = {
    ChangeKind.MERGE: to_translate("Fusion"),
    ChangeKind.SPLIT: to_translate("Division"),
    ChangeKind.RENAME: to_translate("Nouveau nom"),
}
PROBLEMS: dict[ChangeProblem, str] = {
    ChangeProblem.PAST_DAY: to_translate("Choisissez aujourd’hui ou un jour à venir"),
    ChangeProblem.INTAKE_DESK: to_translate(
        "Cet organisme reçoit les plaintes sans destinataire : il ne peut pas être remplacé"
    ),
    ChangeProblem.ITSELF: to_translate("Choisissez un autre organisme que celui-ci"),
    ChangeProblem.ALREADY_REPLACED: to_translate("Cet organisme est déjà remplacé, ou le sera"),
    ChangeProblem.ANOTHER_PLANNED: to_translate("Un autre nom attend déjà son jour"),
    ChangeProblem.SUCCESSOR_REPLACED: to_translate(
        "L’organisme choisi sera lui-même remplacé à cette date"
    ),
    ChangeProblem.CIRCLE: to_translate("L’organisme choisi doit être remplacé par celui-ci"),
    ChangeProblem.UNKNOWN_UNIT: to_translate("Choisissez une unité de la liste"),
    ChangeProblem.UNKNOWN_CATEGORY: to_translate("Choisissez une catégorie de la liste"),
    ChangeProblem.ONE_SUCCESSOR: to_translate("Choisissez au moins deux organismes"),
    ChangeProblem.SAME_NAME: to_translate("L’organisme porte déjà ce nom"),
}


# The list of changes.


@localized(pages, fr="/reglages/<agency>/changements", en="/settings/<agency>/changes")
@requires(Permission.REORGANISE, agency_from="agency")
def changes(agency: str) -> ResponseReturnValue:
    """List what was changed and what will be, with the ways to change more."""
    portal, now = runtime(), runtime().now()
    listed = portal.read(PORTAL, changes_of, agency)
    return render_template(
        "organisation_changes/settings_changes.html",
        agency=portal.agencies.agency(agency),
        changes=[
            (change, gettext(KINDS[change.kind]), _becomes(change), change.state(now))
            for change in listed
        ],
        is_replaced=agency in portal.agencies.in_force.successions,
        arriving=_arriving(agency),
    )


def _becomes(change: KeptChange) -> tuple[str, ...]:
    if change.kind == ChangeKind.RENAME:
        return (str(change.plan[current_language()]),)
    agencies = runtime().agencies
    return tuple(_name_of(agencies.agency(code)) for code in succession_of(change).successors)


def _arriving(agency: str) -> list[tuple[str, date]]:
    """Return whose place the agency will take, or a part of it, and from which day on."""
    portal = runtime()
    to_come = [
        (portal.agencies.agency(succession.agency), succession.effective_at)
        for succession in portal.agencies.in_force.successions.values()
        if agency in succession.successors and succession.effective_at > portal.now()
    ]
    return [(_name_of(old), at.astimezone(old.zone).date()) for old, at in to_come]


def _name_of(agency: Agency) -> str:
    return agency.name.in_(current_language())


# What is seen first, then confirmed as it was seen.


def _mark(plan: Succession | Rename) -> str:
    return hashlib.sha256(repr(plan).encode()).hexdigest()


def _was_seen(plan: Succession | Rename) -> bool:
    """Tell whether the person confirms, and confirms what they saw."""
    return "confirm" in request.form and request.form.get("seen") == _mark(plan)


def _shown(plan: P | None) -> dict[str, Any]:
    """Return what a form shows of its plan: nothing once it was confirmed, and refused then."""
    day, seen = TypedDay.read("on"), plan if plan and not _was_seen(plan) else None
    on = (day.day, day.month, day.year)
    return {"on": on, "plan": seen, "seen": _mark(seen) if seen else ""}


def _planned(problems: Problems, field: str, plan: Callable[[], P]) -> P | None:
    """Return a plan, or note at a field why it is not possible."""
    try:
        return plan()
    except ChangeRefusedError as error:
        problems.add(field, gettext(PROBLEMS[error.problem]))
        return None


def _refused_at(field: str) -> Callable[[PortalError], list[tuple[str, str]]]:
    """Return what says at a field why a change was refused while it was kept."""
    return lambda error: (
        [(field, gettext(PROBLEMS[error.problem]))] if isinstance(error, ChangeRefusedError) else []
    )


def _day(problems: Problems) -> date | None:
    on = TypedDay.read("on").as_date
    if on is None:
        problems.add("on", gettext("Écrivez le jour du changement"))
    return on


# Another name.


def _new_name(agency: Agency, problems: Problems) -> Rename | None:
    fr, en, short_name = map(typed_line, ("name_fr", "name_en", "short_name"))
    if not fr:
        problems.add("name_fr", gettext("Écrivez le nom en français"))
    if not en:
        problems.add("name_en", gettext("Écrivez le nom en anglais"))
    on, portal = _day(problems), runtime()
    if problems or on is None:
        return None
    new = partial(plan_rename, portal.agencies, agency.code, fr, en, short_name, on, portal.now())
    return _planned(problems, "name_fr", new)


def _rename(agency: Agency, _form: Form, problems: Problems) -> Act | None:
    plan = _new_name(agency, problems)
    if plan is None or not _was_seen(plan):
        return None
    begins = agency.first_moment(plan.on_day)
    return partial(keep_rename, plan=plan, effective_at=begins, actor=current_actor())


# Others in its place.


def _replacement(agency: Agency, problems: Problems) -> Succession | None:
    into = chosen("into", frozenset(successor.code for successor in _successors(agency)))
    if not into:
        problems.add("into", gettext("Choisissez l’organisme qui prend la place de celui-ci"))
    on, portal = _day(problems), runtime()
    if problems or on is None:
        return None
    agencies, now = portal.agencies, portal.now()
    return _planned(
        problems,
        "into",
        lambda: plan_merge(agencies, agency.code, into, on, now, _choices(agency, into)),
    )


def _choices(agency: Agency, into: str) -> Chosen:
    """Return what was chosen for single categories, themselves or by their units.

    A category goes where its own choice says, unless that was shown for another choice of its unit
    or of the rest: what nobody chose by hand would go there still.
    """
    allowed, known = {successor.code for successor in _successors(agency)}, agency.every_category()
    units, before = _beginning("unit-"), _beginning("shown-unit-")
    moved = {unit for unit, successor in units.items() if successor != before.get(unit, "")}
    anew = {code for unit in moved for code in units_with_categories(agency).get(unit, ())}
    places = _beginning("to-") if request.form.get("shown") == into else {}
    by_hand = {
        code: (to, wanted)
        for code, place in places.items()
        for to, _, wanted in [place.partition(":")]
        if wanted and to in allowed and code in known and code not in anew
    }
    by_unit = {unit: successor for unit, successor in units.items() if successor in allowed}
    return chosen_by_unit(agency, by_unit) | by_hand


def _beginning(prefix: str) -> dict[str, str]:
    """Return the fields whose names begin so, by the rest of their names."""
    names = [name for name in request.form if name.startswith(prefix)]
    return {name.removeprefix(prefix): typed_line(name) for name in names}


def _replace(agency: Agency, _form: Form, problems: Problems) -> Act | None:
    plan, on = _replacement(agency, problems), TypedDay.read("on").as_date
    if plan is None or on is None or not _was_seen(plan):
        return None
    return partial(keep_succession, plan=plan, on=on, actor=current_actor())


def _replacing(agency: Agency, _form: Form) -> dict[str, Any]:
    """Return who may take over, and once it is planned, what that would do today."""
    shown, portal = _shown(_replacement(agency, Problems())), runtime()
    successors = _successors(agency)
    names = [(successor.code, _name_of(successor)) for successor in successors]
    if shown["plan"] is None:
        return {**shown, "successors": names, "effect": None}
    effect = portal.read(PORTAL, effect_of, portal.agencies, shown["plan"])
    return {
        **shown,
        "successors": names,
        "effect": effect,
        "units": _units(agency),
        "successor_of": _beginning("unit-"),
        "places": [place for successor in successors for place in _places(successor)],
    }


def _places(successor: Agency) -> list[tuple[str, str]]:
    """Return every category of a possible successor, to choose from."""
    language, name = current_language(), _name_of(successor)
    return [
        (f"{successor.code}:{category.code}", f"{name} · {category.name.in_(language)}")
        for category in successor.consult().categories()
    ]


def _units(agency: Agency) -> list[tuple[str, str]]:
    """Return the units that receive complaints, with their names."""
    names = {unit.code: unit.name.text.in_(current_language()) for unit in agency.settings.units}
    return [(unit, names.get(unit, unit)) for unit in units_with_categories(agency)]


def _successors(agency: Agency) -> list[Agency]:
    """Return the agencies that may take over: the person has to administer them too."""
    portal, actor = runtime(), current_actor()
    excluded = (agency.code, portal.agencies.intake_desk.code)
    return [
        other
        for other in portal.agencies.taking_complaints(portal.now())
        if other.code not in excluded and may(actor, Permission.REORGANISE, other.code)
    ]


# What is done on these pages.


def _change(_agency: Agency, act: Act, _seen: int) -> None:
    portal = runtime()
    with portal.transaction() as session:
        act(session, at=portal.now())
    portal.take_up_changes()


CHANGES: Subject[Agency] = Subject(
    fr="/reglages/<agency>/changements",
    en="/settings/<agency>/changes",
    opened=lambda agency, what: runtime().agencies.agency(agency),
    change=_change,
    url=lambda agency: url_for("settings.changes", agency=agency.code),
    shared=lambda agency: {"agency": agency},
    refusals={
        ChangeBegunError: to_translate(
            "Ce changement a déjà commencé : il ne peut plus être annulé."
        ),
    },
    announces=True,
)
_KEPT = to_translate("Le changement est enregistré. Il se fera de lui-même le jour choisi.")

for _page in (
    ActionPage(
        CHANGES,
        "call_change_off",
        "",
        "",
        Permission.REORGANISE,
        to_translate("Le changement est annulé. Rien n’a bougé."),
        lambda agency, form, _: partial(
            call_off, change_id=form.get("change", 0, type=whole_number), agency=agency.code
        ),
        is_button=True,
    ),
    ActionPage(
        CHANGES,
        "new_name",
        "nom",
        "name",
        Permission.REORGANISE,
        _KEPT,
        _rename,
        given=lambda agency, _: _shown(_new_name(agency, Problems())),
        fields=("name_fr", "name_en", "short_name", "on"),
        folder="organisation_changes",
        template="settings_renaming",
        corrects=_refused_at("name_fr"),
    ),
    ActionPage(
        CHANGES,
        "replace",
        "remplacer",
        "replace",
        Permission.REORGANISE,
        _KEPT,
        _replace,
        given=_replacing,
        fields=("into", "on"),
        folder="organisation_changes",
        template="settings_succession",
        corrects=_refused_at("into"),
    ),
):
    add_action(pages, _page)
