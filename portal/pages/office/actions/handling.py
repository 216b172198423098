"""What may be done with a complaint: each action's form, read and turned into a use case."""

from __future__ import annotations

from functools import partial
from typing import Any

from portal.auth.sign_in import current_actor
from portal.complaints.dates import answer_dates
from portal.complaints.handling import casework, escalation
from portal.complaints.queries.accounts import members_who_may
from portal.domain.permissions import Permission
from portal.domain.time.clock import count
from portal.domain.time.due_date import DueDate
from portal.domain.time.pausing import resume
from portal.domain.time.promise import Allowance
from portal.pages.actions.engine import Act, ActionPage, Form, add_action
from portal.pages.actions.missing import needed_text
from portal.pages.current import current_language, gettext, runtime
from portal.pages.forms import Problems
from portal.pages.office import bp
from portal.pages.office.actions import (
    COMPLAINT,
    assigning,
    category_choices,
    reclassifying,
    tells_complainant,
)
from portal.pages.office.case import OpenedCase
from portal.pages.office.case.going_up import somebody_acts_at
from portal.pages.office.case.pages import holders
from portal.pages.telling import by_letter
from portal.words.catalogue import to_translate


def _members(case: OpenedCase, _form: Form) -> dict[str, Any]:
    members = runtime().read(
        current_actor(), members_who_may, Permission.CONTACT, case.complaint.agency
    )
    excluded = case.first_handlers | case.file.excluded
    assignable = [member for member in members if member.user_id not in excluded]
    return {"members": [(member.user_id, member.name) for member in assignable]}


def _pass_up(case: OpenedCase, form: Form, problems: Problems) -> Act:
    # One paragraph, so that it stays apart from the opinion below it.
    question = " ".join(needed_text(form, problems, "question").split())
    if not somebody_acts_at(case, case.top.to):
        problems.add("question", _nobody_at_the_top(case))
    return partial(escalation.pass_to_top, question=question, opinion=form.get("opinion", ""))


def _nobody_at_the_top(case: OpenedCase) -> str:
    """Return why nobody could act there; only what the agency can mend is asked of it."""
    title = case.top.title.in_(current_language())
    if not case.file.holders.get(case.top.to):
        return gettext(
            "Personne ne peut agir comme %(title)s : le poste est vacant. La plainte reste à son "
            "palier. Demandez à l’administration de l’organisme de pourvoir le poste.",
            title=title,
        )
    if not holders(case, case.top.to):
        return gettext(
            "Personne ne peut agir comme %(title)s : qui occupe ce poste est tenu à l’écart de "
            "cette plainte. La plainte reste à son palier.",
            title=title,
        )
    return gettext(
        "Personne ne peut agir comme %(title)s : qui occupe ce poste est en absence, et personne "
        "ne remplace. La plainte reste à son palier. Demandez à l’administration de l’organisme "
        "qui remplace.",
        title=title,
    )


def _at_the_top(case: OpenedCase, _form: Form) -> dict[str, Any]:
    acts = somebody_acts_at(case, case.top.to)
    return {
        "top_holders": holders(case, case.top.to),
        "nobody": None if acts else _nobody_at_the_top(case),
    }


def _date_of_complete_file(case: OpenedCase, _form: Form) -> dict[str, Any]:
    """Return the date that the complainant would be told now."""
    clock = case.answer_clock
    if clock is None or not case.waits_for_file:
        return {"within": None, "last_day": None}
    within = Allowance.kept(clock.allowance)
    return {"within": within, "last_day": count(case.now, within, case.advice.calendar).last_day}


def _date_once_resumed(case: OpenedCase, _form: Form) -> dict[str, Any]:
    """Return since when the time stands still, and the date that would be promised now."""
    clock = case.answer_clock
    if clock is None or not case.is_stopped:
        return {"since": None, "last_day": None}
    due = DueDate.from_facts(clock.explanation)
    last_day = resume(due, case.now, case.advice.calendar).last_day
    return {"since": due.suspended_since, "last_day": last_day}


for page in (
    ActionPage(
        COMPLAINT,
        "study",
        "etudier",
        "study",
        Permission.CONTACT,
        to_translate("L’étude est commencée."),
        lambda *_: casework.begin_study,
    ),
    ActionPage(
        COMPLAINT,
        "note",
        "note",
        "note",
        Permission.NOTE,
        to_translate("Note ajoutée. Elle reste à l’interne."),
        lambda _case, form, problems: partial(
            casework.add_note, body=needed_text(form, problems, "body")
        ),
    ),
    ActionPage(
        COMPLAINT,
        "assign",
        "attribuer",
        "assign",
        Permission.ASSIGN,
        to_translate("Plainte attribuée."),
        lambda _case, form, problems: assigning(form.get("assignee", ""), problems),
        tells=by_letter(to_translate("La personne choisie en sera avertie par courriel.")),
        given=_members,
    ),
    ActionPage(
        COMPLAINT,
        "reclassify",
        "categorie",
        "category",
        Permission.RECLASSIFY,
        to_translate("Catégorie changée. La date promise reste la même."),
        lambda case, form, problems: reclassifying(case.agency, form.get("category", ""), problems),
        given=lambda case, _form: {"categories": category_choices(case.agency)},
    ),
    ActionPage(
        COMPLAINT,
        "pass_up",
        "transmettre",
        "pass-up",
        Permission.PASS_UP,
        to_translate("Plainte transmise. La date promise reste la même."),
        _pass_up,
        given=_at_the_top,
        fields=("question", "opinion"),
    ),
    ActionPage(
        COMPLAINT,
        "complete",
        "complet",
        "complete",
        Permission.CONTACT,
        to_translate("Dossier complet. La date promise est fixée."),
        lambda *_: answer_dates.complete_file,
        tells=tells_complainant,
        given=_date_of_complete_file,
    ),
    ActionPage(
        COMPLAINT,
        "resume",
        "reprendre",
        "resume",
        Permission.PAUSE,
        to_translate("Le délai repart, avec une nouvelle date."),
        lambda *_: answer_dates.resume_answer,
        tells=tells_complainant,
        given=_date_once_resumed,
    ),
):
    add_action(bp, page)
