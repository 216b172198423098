"""Absences: one's own, and for whoever leads the service those of the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.orm import Session

from portal.agencies.agency import Agency
from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.complaints.queries.accounts import Member, names_of
from portal.domain.absence import Absence, AbsenceProblem, AbsenceRefusedError
from portal.domain.permissions import Permission
from portal.features.absences import actions
from portal.features.absences.queries import (
    ListedAbsence,
    absences_not_over,
    people_of,
    substitutes_of,
)
from portal.pages.current import runtime
from portal.pages.forms import Problems
from portal.pages.groups import Pages
from portal.pages.languages import localized
from portal.pages.texts import gettext
from portal.pages.typed import NO_DAY, TypedDay, typed_line
from portal.words.catalogue import to_translate

pages = Pages("office")

# At which field each problem stands, and what to do about it.
PROBLEMS: dict[AbsenceProblem, tuple[str, str]] = {
    AbsenceProblem.ENDS_BEFORE: (
        "until",
        to_translate("Le dernier jour vient avant le premier. Vérifiez les deux"),
    ),
    AbsenceProblem.PAST: (
        "until",
        to_translate("Cette absence est déjà finie. Écrivez un jour à venir"),
    ),
    AbsenceProblem.OVERLAPS: (
        "from",
        to_translate("Une autre absence est déjà notée pour ces jours. Mettez-y fin d’abord"),
    ),
    AbsenceProblem.NOT_OF_AGENCY: ("person", to_translate("Choisissez une personne de la liste")),
    AbsenceProblem.NOT_A_SUBSTITUTE: (
        "substitute",
        to_translate("Choisissez une autre personne, qui peut répondre aux plaintes"),
    ),
    AbsenceProblem.CIRCLE: (
        "substitute",
        to_translate(
            "Cette personne sera absente ces jours-là, et son remplacement revient à la personne "
            "absente. Choisissez quelqu’un d’autre"
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class AbsenceForm:
    """An absence as it was typed."""

    person: str = ""
    begins: TypedDay = NO_DAY
    ends: TypedDay = NO_DAY
    substitute: str = ""

    @classmethod
    def read(cls) -> AbsenceForm:
        """Read the form of the request."""
        return cls(
            typed_line("person"),
            TypedDay.read("from"),
            TypedDay.read("until"),
            typed_line("substitute"),
        )

    def problems(self) -> Problems:
        """Return what there is to correct."""
        problems = Problems(("person", "from", "until", "substitute"))
        if not self.person.isdecimal():
            problems.add("person", gettext("Choisissez une personne de la liste"))
        if self.begins.found is None:
            problems.add("from", gettext("Écrivez le premier jour de l’absence"))
        if self.ends.found is None:
            problems.add("until", gettext("Écrivez le dernier jour de l’absence"))
        if self.substitute and not self.substitute.isdecimal():
            problems.add("substitute", gettext("Choisissez une personne de la liste"))
        return problems

    def absence(self, agency: Agency) -> Absence:
        """Return the absence of a form that has no problems."""
        assert self.begins.found is not None
        assert self.ends.found is not None
        substitute = int(self.substitute) if self.substitute else None
        return actions.absence_of_days(
            agency, int(self.person), self.begins.found, self.ends.found, substitute
        )


@dataclass(frozen=True, slots=True)
class ShownAbsence:
    """An absence in days, as the list shows it."""

    id: int
    name: str
    first_day: date
    last_day: date
    substitute: str | None
    recorded_by: str | None
    has_begun: bool
    may_be_ended: bool


@localized(pages, fr="/gestion/<agency>/absences", en="/office/<agency>/absences")
@requires(Permission.OWN_ABSENCES, agency_from="agency")
def absences(agency: str) -> ResponseReturnValue:
    """Show who is away or will be, and ask for another absence."""
    return make_response(_page(agency, AbsenceForm(person=str(current_user.user_id)), Problems()))


@localized(
    pages, fr="/gestion/<agency>/absences", en="/office/<agency>/absences", methods=("POST",)
)
@requires(Permission.OWN_ABSENCES, agency_from="agency")
def record_absence(agency: str) -> ResponseReturnValue:
    """Record an absence, and from when on somebody else gets what would be theirs."""
    portal, form = runtime(), AbsenceForm.read()
    problems = form.problems()
    if not problems:
        try:
            absence = form.absence(portal.agencies.agency(agency))
            with portal.transaction(current_actor()) as session:
                actions.record_absence(session, current_actor(), absence, portal.now())
        except AbsenceRefusedError as error:
            field, words = PROBLEMS[error.problem]
            problems.add(field, gettext(words))
    if problems:
        return make_response(_page(agency, form, problems), 422)
    flash(gettext("L’absence est notée."))
    return redirect(url_for(".absences", agency=agency), 303)


@localized(
    pages,
    fr="/gestion/<agency>/absences/fin",
    en="/office/<agency>/absences/end",
    methods=("POST",),
)
@requires(Permission.OWN_ABSENCES, agency_from="agency")
def end_absence(agency: str) -> ResponseReturnValue:
    """End an absence at once, or take one back that has not begun."""
    portal = runtime()
    absence_id = request.form.get("absence", 0, type=int)
    with portal.transaction(current_actor()) as session:
        actions.end_absence(session, current_actor(), agency, absence_id, portal.now())
    flash(gettext("L’absence est finie. Le courrier et les plaintes reviennent à la personne."))
    return redirect(url_for(".absences", agency=agency), 303)


def _page(agency: str, form: AbsenceForm, problems: Problems) -> str:
    portal = runtime()
    opened, now = portal.agencies.agency(agency), portal.now()
    with portal.reading(current_actor()) as session:
        people = people_of(session, current_actor(), agency)
        absences = absences_not_over(session, agency, now)
        substitutes = _substitutes(session, agency, people)
        replaced = _replaced_names(session, agency)
    return render_template(
        "absences/absences.html",
        agency=opened,
        form=form,
        problems=problems,
        people=[(member.user_id, member.name) for member in people],
        substitutes=[(member.user_id, member.name) for member in substitutes],
        absences=[_shown(absence, people, opened.zone, now) for absence in absences],
        replaced=replaced,
    )


def _substitutes(session: Session, agency: str, people: Sequence[Member]) -> list[Member]:
    """Return who could work in the place of at least one of these people, by name."""
    offered = {
        substitute.user_id: substitute
        for person in people
        for substitute in substitutes_of(session, agency, person.user_id)
    }
    return sorted(offered.values(), key=lambda substitute: substitute.name.casefold())


def _replaced_names(session: Session, agency: str) -> list[str]:
    replaced = current_actor().replaced
    names = names_of(session, [person for code, person in replaced if code == agency])
    return sorted(names.values(), key=str.casefold)


def _shown(
    absence: ListedAbsence, people: Sequence[Member], zone: ZoneInfo, now: datetime
) -> ShownAbsence:
    return ShownAbsence(
        id=absence.id,
        name=absence.name,
        first_day=absence.begins_at.astimezone(zone).date(),
        last_day=(absence.ends_at - timedelta(microseconds=1)).astimezone(zone).date(),
        substitute=absence.substitute,
        recorded_by=absence.recorded_by,
        has_begun=absence.begins_at <= now,
        may_be_ended=absence.user_id in {member.user_id for member in people},
    )
