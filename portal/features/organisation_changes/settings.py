"""What happens to an agency as a whole: its changes, those to come among them, and another name.

What a change would do is seen first, then confirmed as it was seen.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import partial

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.agencies.agency import Agency
from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.domain.actor import PORTAL
from portal.domain.permissions import Permission
from portal.domain.succession import ChangeKind, ChangeProblem, ChangeRefusedError, Rename
from portal.features.organisation_changes.actions import ChangeBegunError, call_off, keep_rename
from portal.features.organisation_changes.queries import changes_of, succession_of
from portal.features.organisation_changes.records import AgencyChangeRecord
from portal.features.organisation_changes.rules import plan_rename
from portal.pages.actions.engine import Act, ActionPage, Subject, add_action
from portal.pages.current import current_language, gettext, runtime
from portal.pages.features import Pages
from portal.pages.forms import NO_DAY, Problems, TypedDay, typed_line
from portal.pages.languages import localized
from portal.words.catalogue import to_translate

pages = Pages("settings")

KINDS: dict[ChangeKind, str] = {
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


@dataclass(frozen=True, slots=True)
class ListedChange:
    """One change as the page lists it; `state` is "waits", "begun", "done" or "called_off"."""

    id: int
    kind: str
    on_day: date
    becomes: tuple[str, ...]
    state: str
    complaints: int


# The list of changes.


@localized(pages, fr="/reglages/<agency>/changements", en="/settings/<agency>/changes")
@requires(Permission.REORGANISE, agency_from="agency")
def changes(agency: str) -> ResponseReturnValue:
    """List what was changed and what will be, with the ways to change more."""
    portal = runtime()
    with portal.reading(PORTAL) as session:
        listed = [_listed(change) for change in changes_of(session, agency)]
    return render_template(
        "organisation_changes/settings_changes.html",
        agency=portal.agencies.agency(agency),
        changes=listed,
        is_replaced=agency in portal.agencies.in_force.successions,
        arriving=_arriving(agency),
    )


def _change(agency: Agency, act: Act, _seen: int) -> None:
    portal = runtime()
    with portal.transaction() as session:
        act(session, agency=agency.code, now=portal.now())
    portal.take_up_changes()


CHANGES: Subject[Agency] = Subject(
    fr="/reglages/<agency>/changements",
    en="/settings/<agency>/changes",
    opened=lambda agency, what: runtime().agencies.agency(agency),
    change=_change,
    url=lambda agency: url_for("settings.changes", agency=agency.code),
    refusals={
        ChangeBegunError: to_translate(
            "Ce changement a déjà commencé : il ne peut plus être annulé."
        ),
    },
    announces=True,
)

add_action(
    pages,
    ActionPage(
        CHANGES,
        "call_change_off",
        "",
        "",
        Permission.REORGANISE,
        to_translate("Le changement est annulé. Rien n’a bougé."),
        lambda _agency, form, _: partial(call_off, change_id=form.get("change", 0, type=int)),
        is_button=True,
    ),
)


def _arriving(agency: str) -> list[tuple[str, date]]:
    """Return whose place the agency will take, or a part of it, and from which day on."""
    portal = runtime()
    to_come = [
        (portal.agencies.agency(succession.agency), succession.effective_at)
        for succession in portal.agencies.in_force.successions.values()
        if agency in succession.successors and succession.effective_at > portal.now()
    ]
    return [(name_of(old), at.astimezone(old.zone).date()) for old, at in to_come]


def _listed(change: AgencyChangeRecord) -> ListedChange:
    kind = ChangeKind(change.kind)
    return ListedChange(
        id=change.id,
        kind=gettext(KINDS[kind]),
        on_day=change.on_day,
        becomes=_becomes(change, kind),
        state=_state(change),
        complaints=change.complaints,
    )


def _becomes(change: AgencyChangeRecord, kind: ChangeKind) -> tuple[str, ...]:
    if kind is ChangeKind.RENAME:
        return (str(change.plan[current_language()]),)
    agencies = runtime().agencies
    return tuple(name_of(agencies.agency(code)) for code in succession_of(change).successors)


def _state(change: AgencyChangeRecord) -> str:
    if change.called_off_at:
        return "called_off"
    if change.done_at:
        return "done"
    is_due = change.begun_at or change.effective_at <= runtime().now()
    return "begun" if is_due else "waits"


def name_of(agency: Agency) -> str:
    """Return the name of an agency in the language of the page."""
    return agency.name.in_(current_language())


# What is seen first, then confirmed.


def mark_of(*planned: object) -> str:
    """Return a mark of what a page showed: only what was seen is confirmed."""
    return hashlib.sha256(repr(planned).encode()).hexdigest()


def was_seen(mark: str) -> bool:
    """Tell whether the person confirms, and confirms what they saw."""
    return "confirm" in request.form and request.form.get("seen") == mark


def refused(error: ChangeRefusedError) -> str:
    """Word why a change is not possible."""
    return gettext(PROBLEMS[error.problem])


def kept(agency: str) -> ResponseReturnValue:
    """Lead back to the list once a change is kept."""
    runtime().take_up_changes()
    flash(gettext("Le changement est enregistré. Il se fera de lui-même le jour choisi."))
    return redirect(url_for(".changes", agency=agency), 303)


# Another name.


@dataclass(frozen=True, slots=True)
class RenameForm:
    """The new names and their day, as they were typed."""

    name_fr: str = ""
    name_en: str = ""
    short_name: str = ""
    on: TypedDay = NO_DAY

    @classmethod
    def read(cls) -> RenameForm:
        """Read the form of the request."""
        return cls(
            typed_line("name_fr"),
            typed_line("name_en"),
            typed_line("short_name"),
            TypedDay.read("on"),
        )

    def problems(self) -> Problems:
        """Return what there is to correct."""
        problems = Problems(("name_fr", "name_en", "short_name", "on"))
        if not self.name_fr:
            problems.add("name_fr", gettext("Écrivez le nom en français"))
        if not self.name_en:
            problems.add("name_en", gettext("Écrivez le nom en anglais"))
        if self.on.found is None:
            problems.add("on", gettext("Écrivez le jour du changement"))
        return problems

    def plan(self, agency: str) -> Rename:
        """Return the plan of a form that has no problems."""
        portal, on = runtime(), self.on.found
        assert on is not None
        names = (self.name_fr, self.name_en, self.short_name or None)
        return plan_rename(portal.agencies, agency, *names, on, portal.now())


@localized(pages, fr="/reglages/<agency>/changements/nom", en="/settings/<agency>/changes/name")
@requires(Permission.REORGANISE, agency_from="agency")
def new_name(agency: str) -> ResponseReturnValue:
    """Ask for the new names and their day."""
    return make_response(_name_page(agency, RenameForm(), Problems()))


@localized(
    pages,
    fr="/reglages/<agency>/changements/nom",
    en="/settings/<agency>/changes/name",
    methods=("POST",),
)
@requires(Permission.REORGANISE, agency_from="agency")
def keep_name(agency: str) -> ResponseReturnValue:
    """Show the new names beside the old; keep them once they were seen and confirmed."""
    form = RenameForm.read()
    problems = form.problems()
    if problems:
        return make_response(_name_page(agency, form, problems), 422)
    try:
        plan = form.plan(agency)
        if was_seen(mark_of(plan)):
            _keep_name(plan)
            return kept(agency)
    except ChangeRefusedError as error:
        problems.add("name_fr", refused(error))
        return make_response(_name_page(agency, form, problems), 422)
    return make_response(_name_page(agency, form, problems, plan))


def _keep_name(plan: Rename) -> None:
    portal = runtime()
    begins = portal.agencies.agency(plan.agency).first_moment(plan.on_day)
    with portal.transaction() as session:
        keep_rename(session, plan, begins, current_actor(), portal.now())


def _name_page(
    agency: str, form: RenameForm, problems: Problems, plan: Rename | None = None
) -> str:
    return render_template(
        "organisation_changes/settings_renaming.html",
        agency=runtime().agencies.agency(agency),
        form=form,
        problems=problems,
        plan=plan,
        seen=mark_of(plan) if plan else "",
    )
