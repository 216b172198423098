"""What happens to an agency as a whole: the changes that wait, were done or called off."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.agencies.agency import Agency
from portal.auth.access import requires
from portal.domain.actor import PORTAL
from portal.domain.permissions import Permission
from portal.domain.succession import ChangeKind, ChangeProblem, ChangeRefusedError, Succession
from portal.features.organisation_changes.actions import (
    ChangeBegunError,
    call_off,
    changes_of,
    succession_of,
)
from portal.features.organisation_changes.records import AgencyChangeRecord
from portal.pages.current import current_language, runtime
from portal.pages.groups import Pages
from portal.pages.languages import localized
from portal.pages.texts import gettext
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


def mark_of(*planned: object) -> str:
    """Return a mark of what a page showed: only what was seen is confirmed."""
    return hashlib.sha256(repr(planned).encode()).hexdigest()


def was_seen(mark: str) -> bool:
    """Tell whether the person confirms, and confirms what they saw."""
    return "confirm" in request.form and request.form.get("seen") == mark


def refused(error: ChangeRefusedError) -> str:
    """Word why a change is not possible."""
    return gettext(PROBLEMS[error.problem])


@localized(pages, fr="/reglages/<agency>/changements", en="/settings/<agency>/changes")
@requires(Permission.REORGANISE, agency_from="agency")
def changes(agency: str) -> ResponseReturnValue:
    """List what was changed and what will be, with the ways to change more."""
    portal = runtime()
    found = portal.agencies.agency(agency)
    with portal.reading(PORTAL) as session:
        listed = [_listed(record) for record in changes_of(session, agency)]
    replaced = agency in portal.agencies.in_force.successions
    return render_template(
        "organisation_changes/settings_changes.html",
        agency=found,
        changes=listed,
        is_replaced=replaced,
        arriving=_arriving(agency),
    )


@localized(
    pages, fr="/reglages/<agency>/changements", en="/settings/<agency>/changes", methods=("POST",)
)
@requires(Permission.REORGANISE, agency_from="agency")
def call_change_off(agency: str) -> ResponseReturnValue:
    """Call a change off, before its day."""
    portal = runtime()
    change_id = request.form.get("change", 0, type=int)
    try:
        with portal.transaction() as session:
            call_off(session, change_id, agency, portal.now())
    except ChangeBegunError:
        flash(gettext("Ce changement a déjà commencé : il ne peut plus être annulé."), "warn")
    else:
        flash(gettext("Le changement est annulé. Rien n’a bougé."))
    portal.take_up_changes()
    return redirect(url_for(".changes", agency=agency), 303)


def kept(agency: str) -> ResponseReturnValue:
    """Lead back to the list once a change is kept."""
    runtime().take_up_changes()
    flash(gettext("Le changement est enregistré. Il se fera de lui-même le jour choisi."))
    return redirect(url_for(".changes", agency=agency), 303)


def _arriving(agency: str) -> list[tuple[str, date]]:
    """Return whose place the agency will take, or a part of it, and from which day on."""
    portal = runtime()
    return [
        (_name(portal.agencies.agency(one.agency)), _day(portal.agencies.agency(one.agency), one))
        for one in portal.agencies.in_force.successions.values()
        if agency in one.successors and one.effective_at > portal.now()
    ]


def _day(old: Agency, one: Succession) -> date:
    return one.effective_at.astimezone(ZoneInfo(old.settings.calendar.timezone)).date()


def _listed(record: AgencyChangeRecord) -> ListedChange:
    kind = ChangeKind(record.kind)
    return ListedChange(
        id=record.id,
        kind=gettext(KINDS[kind]),
        on_day=record.on_day,
        becomes=_becomes(record, kind),
        state=_state(record),
        complaints=record.complaints,
    )


def _becomes(record: AgencyChangeRecord, kind: ChangeKind) -> tuple[str, ...]:
    if kind is ChangeKind.RENAME:
        return (str(record.plan[current_language()]),)
    successors = succession_of(record).successors
    return tuple(_name(runtime().agencies.agency(code)) for code in successors)


def _state(record: AgencyChangeRecord) -> str:
    if record.called_off_at:
        return "called_off"
    if record.done_at:
        return "done"
    is_due = record.begun_at or record.effective_at <= runtime().now()
    return "begun" if is_due else "waits"


def _name(agency: Agency) -> str:
    return agency.name.in_(current_language())
