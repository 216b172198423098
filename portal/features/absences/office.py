"""Absences: one's own, and for whoever leads the service those of the others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from msgspec import Struct

from portal.agencies.agency import Agency
from portal.agencies.settings.matching import folded
from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.complaints.queries.accounts import Member, names_of
from portal.db import Session
from portal.domain.absence import Absence, AbsenceProblem, AbsenceRefusedError
from portal.domain.errors import PortalError
from portal.domain.permissions import Permission
from portal.domain.typed import is_whole_number, whole_number
from portal.features.absences import actions
from portal.features.absences.queries import (
    ListedAbsence,
    absences_not_over,
    people_of,
    substitutes_of,
)
from portal.pages.actions.engine import Act, ActionPage, Form, Outcome, Subject, add_action
from portal.pages.current import gettext, runtime
from portal.pages.features import Pages
from portal.pages.forms import NO_DAY, Problems, TypedDay, typed_line
from portal.pages.languages import localized
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
    AbsenceProblem.READS_IDENTITY: (
        "agreed",
        to_translate(
            "Cette personne ne lit pas aujourd’hui qui porte plainte. Pendant l’absence, elle le "
            "lira. Cochez la case si c’est voulu, ou choisissez quelqu’un d’autre"
        ),
    ),
}


class AbsenceForm(Struct, frozen=True):
    """An absence as it was typed."""

    person: str = ""
    begins: TypedDay = NO_DAY
    ends: TypedDay = NO_DAY
    substitute: str = ""
    agreed: str = ""

    @classmethod
    def read(cls) -> AbsenceForm:
        """Read the form of the request."""
        return cls(
            typed_line("person"),
            TypedDay.read("from"),
            TypedDay.read("until"),
            typed_line("substitute"),
            typed_line("agreed"),
        )

    def absence(self, agency: Agency, problems: Problems) -> Absence | None:
        """Return the absence, or note what there is to correct."""
        first, last = self.begins.as_date, self.ends.as_date
        if not is_whole_number(self.person):
            problems.add("person", gettext("Choisissez une personne de la liste"))
        if first is None:
            problems.add("from", gettext("Écrivez le premier jour de l’absence"))
        if last is None:
            problems.add("until", gettext("Écrivez le dernier jour de l’absence"))
        if self.substitute and not is_whole_number(self.substitute):
            problems.add("substitute", gettext("Choisissez une personne de la liste"))
        if problems or first is None or last is None:
            return None
        substitute = int(self.substitute) if self.substitute else None
        return actions.absence_of_days(agency, int(self.person), first, last, substitute)


@localized(pages, fr="/gestion/<agency>/absences", en="/office/<agency>/absences")
@requires(Permission.OWN_ABSENCES, agency_from="agency")
def absences(agency: str) -> ResponseReturnValue:
    """Show who is away or will be, and ask for another absence."""
    return _page(runtime().agencies.agency(agency), Outcome())


def _opened(agency: str, what: str) -> Agency:
    return runtime().agencies.agency(agency)


def _change(_agency: Agency, act: Act, _seen: int) -> None:
    portal = runtime()
    with portal.transaction(current_actor()) as session:
        act(session, current_actor(), now=portal.now())


def _record(agency: Agency, _form: Form, problems: Problems) -> Act | None:
    form = AbsenceForm.read()
    absence = form.absence(agency, problems)
    if absence is None:
        return None
    # Agreed is one person: whoever is chosen afterwards is asked about again.
    is_agreed = form.agreed == form.substitute
    return partial(actions.record_absence, absence=absence, is_agreed=is_agreed)


def _end(agency: Agency, form: Form, _problems: Problems) -> Act:
    absence_id = form.get("absence", 0, type=whole_number)
    return partial(actions.end_absence, agency=agency.code, absence_id=absence_id)


def _refused(error: PortalError) -> list[tuple[str, str]]:
    if not isinstance(error, AbsenceRefusedError):
        return []
    field, words = PROBLEMS[error.problem]
    return [(field, gettext(words))]


def _page(opened: Agency, outcome: Outcome) -> str:
    portal, agency = runtime(), opened.code
    is_typed = request.method == "POST"
    form = AbsenceForm.read() if is_typed else AbsenceForm(person=str(current_user.user_id))
    now = portal.now()
    with portal.reading(current_actor()) as session:
        people = people_of(session, current_actor(), agency)
        absences = absences_not_over(session, agency, now)
        substitutes = _substitutes(session, agency, people)
        replaced = _replaced_names(session, agency)
    return render_template(
        "absences/absences.html",
        agency=opened,
        form=form,
        problems=outcome.problems,
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
    return sorted(offered.values(), key=lambda substitute: folded(substitute.name))


def _replaced_names(session: Session, agency: str) -> list[str]:
    replaced = current_actor().replaced
    names = names_of(session, [person for code, person in replaced if code == agency])
    return sorted(names.values(), key=folded)


def _shown(
    absence: ListedAbsence, people: Sequence[Member], zone: ZoneInfo, now: datetime
) -> dict[str, Any]:
    """Return an absence as the list shows it, in days."""
    return {
        "id": absence.id,
        "name": absence.name,
        "first_day": absence.begins_at.astimezone(zone).date(),
        "last_day": (absence.ends_at - timedelta(microseconds=1)).astimezone(zone).date(),
        "substitute": absence.substitute,
        "recorded_by": absence.recorded_by,
        "has_begun": absence.begins_at <= now,
        "may_be_ended": absence.user_id in {member.user_id for member in people},
    }


ABSENCES: Subject[Agency] = Subject(
    fr="/gestion/<agency>/absences",
    en="/office/<agency>/absences",
    opened=_opened,
    change=_change,
    url=lambda agency: url_for("office.absences", agency=agency.code),
)

for _action in (
    ActionPage(
        ABSENCES,
        "record_absence",
        "",
        "",
        Permission.OWN_ABSENCES,
        to_translate("L’absence est notée."),
        _record,
        fields=("person", "from", "until", "substitute", "agreed"),
        corrects=_refused,
        stands_on=_page,
    ),
    ActionPage(
        ABSENCES,
        "end_absence",
        "fin",
        "end",
        Permission.OWN_ABSENCES,
        to_translate("L’absence est finie. Le courrier et les plaintes reviennent à la personne."),
        _end,
        stands_on=_page,
    ),
):
    add_action(pages, _action)
