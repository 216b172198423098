"""What may be done with a complaint: each action's form, read and turned into a use case."""

from __future__ import annotations

from functools import partial
from typing import Any

from portal.auth.sign_in import current_actor
from portal.complaints.escalation import passing_up
from portal.complaints.handling import casework
from portal.complaints.queries.accounts import members_who_may
from portal.domain.errors import IncompleteError
from portal.domain.permissions import Permission
from portal.pages.current import current_language, runtime
from portal.pages.forms import Problems
from portal.pages.office.actions.engine import Act, ActionPage, Form, add_action
from portal.pages.office.actions.missing import note_missing
from portal.pages.office.blueprints import bp
from portal.pages.office.case.levels import holders
from portal.pages.office.case.opened import OpenedCase, category_names
from portal.pages.texts import gettext
from portal.words.catalogue import to_translate


def _first_contact(_case: OpenedCase, form: Form, _problems: Problems) -> Act:
    return partial(casework.record_first_contact, note=form.get("note", ""))


def _study(_case: OpenedCase, _form: Form, _problems: Problems) -> Act:
    return casework.begin_study


def _written(act: Any) -> Any:
    """Return what reads a body and hands it to `act`."""

    def read(_case: OpenedCase, form: Form, problems: Problems) -> Act | None:
        body = form.get("body", "")
        if not body.strip():
            note_missing(problems, IncompleteError("body"))
        return partial(act, body=body)

    return read


def _assign(_case: OpenedCase, form: Form, problems: Problems) -> Act | None:
    chosen = form.get("assignee", "")
    if not chosen.isdecimal():
        note_missing(problems, IncompleteError("assignee"))
        return None
    return partial(casework.assign, user_id=int(chosen))


def _members(case: OpenedCase, _form: Form) -> dict[str, Any]:
    with runtime().reading(current_actor()) as session:
        members = members_who_may(session, Permission.CONTACT, case.complaint.agency)
    but = case.first_handlers | case.file.excluded
    others = [member for member in members if member.user_id not in but]
    return {"members": [(member.user_id, member.name) for member in others]}


def _reclassify(case: OpenedCase, form: Form, problems: Problems) -> Act | None:
    asked = case.agency.consult()
    if form.get("category") not in {category.code for category in asked.categories()}:
        problems.add("category", gettext("Choisissez une catégorie"))
        return None
    return partial(casework.reclassify, category=asked.category(form["category"]))


def _categories(case: OpenedCase, _form: Form) -> dict[str, Any]:
    names = category_names(case.agency)
    offered = case.agency.consult().categories()
    return {"categories": [(one.code, names[one.code].in_(current_language())) for one in offered]}


def _pass_up(_case: OpenedCase, form: Form, problems: Problems) -> Act:
    question = form.get("question", "")
    if not question.strip():
        note_missing(problems, IncompleteError("question"))
    # One paragraph, so that it stays apart from the opinion below it.
    question = " ".join(question.split())
    return partial(passing_up.pass_to_top, question=question, opinion=form.get("opinion", ""))


def _top(case: OpenedCase, _form: Form) -> dict[str, Any]:
    return {"top_holders": holders(case, case.top.to)}


for page in (
    ActionPage(
        "first_contact",
        "premier-contact",
        "first-contact",
        Permission.CONTACT,
        to_translate("Premier contact noté. La plainte est prise en charge."),
        _first_contact,
    ),
    ActionPage(
        "study",
        "etudier",
        "study",
        Permission.CONTACT,
        to_translate("L’étude est commencée."),
        _study,
    ),
    ActionPage(
        "note",
        "note",
        "note",
        Permission.NOTE,
        to_translate("Note ajoutée. Elle reste à l’interne."),
        _written(casework.add_note),
    ),
    ActionPage(
        "assign",
        "attribuer",
        "assign",
        Permission.ASSIGN,
        to_translate("Plainte attribuée. La personne en est avertie."),
        _assign,
        given=_members,
    ),
    ActionPage(
        "reclassify",
        "categorie",
        "category",
        Permission.RECLASSIFY,
        to_translate("Catégorie changée. La date promise reste la même."),
        _reclassify,
        given=_categories,
    ),
    ActionPage(
        "pass_up",
        "transmettre",
        "pass-up",
        Permission.PASS_UP,
        to_translate("Plainte transmise. La date promise reste la même."),
        _pass_up,
        given=_top,
        fields=("question", "opinion"),
    ),
):
    add_action(bp, page)
