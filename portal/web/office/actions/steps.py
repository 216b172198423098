"""What may be done with a complaint: each action's form, read and turned into a use case."""

from __future__ import annotations

from functools import partial
from typing import Any

from portal.auth.sign_in import current_actor
from portal.db.models import ComplaintRecord
from portal.db.queries.accounts import members_who_may
from portal.domain.errors import IncompleteError
from portal.domain.permissions import Permission
from portal.domain.text import Language
from portal.domain.time.allowance import Allowance
from portal.domain.time.clock import extend
from portal.domain.time.due_date import DueDate
from portal.services import casework
from portal.services.climbing import escalation
from portal.services.dates import extending
from portal.services.parts.joining import joined_now
from portal.services.recommendations.news import answer_and_tell
from portal.services.work import Work
from portal.web.current import current_language, runtime
from portal.web.forms import Problems
from portal.web.office.actions.missing import note_missing
from portal.web.office.actions.models import offered_models
from portal.web.office.actions.pages import Act, ActionPage, Form, add_action
from portal.web.office.actions.pausing import chosen_pause, pause_preview, pauses_to_choose
from portal.web.office.actions.plain_language import long_sentences
from portal.web.office.case.levels import holders
from portal.web.office.case.offered import extension_left
from portal.web.office.case.opened import OpenedCase, category_names
from portal.web.office.recommendations.words import recommendations_of
from portal.web.texts import gettext
from portal.words.catalogue import to_translate
from portal.words.joint_answer import joint_words


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


def _letter(case: OpenedCase, form: Form, _problems: Problems) -> dict[str, Any]:
    """Return the answer exactly as it will leave, with the other recourses under it."""
    body = form["body"].strip()
    language: Language = "en" if case.complaint.language == "en" else "fr"
    block = casework.recourse_block(case.advice.recourses, language)
    joined = joined_now(case.file.parts, runtime().agencies)
    return {
        "body": body,
        "letter": joint_words(case.agency.name, f"{body}\n\n{block}", joined, language),
        "long": long_sentences(body),
        "recommendations": recommendations_of(case),
    }


def _answer(_case: OpenedCase, form: Form, problems: Problems) -> Act:
    body = form.get("body", "")
    if not body.strip():
        note_missing(problems, IncompleteError("body"))
    return partial(answer_and_tell, body=body, tells=form.get("tells") == "yes")


def _answer_page(case: OpenedCase, _form: Form) -> dict[str, Any]:
    return {"models": offered_models(case, "reponse")}


def _ask(case: OpenedCase, form: Form, problems: Problems) -> Act:
    body, pause = form.get("body", ""), chosen_pause(case, form, problems)
    if not body.strip():
        note_missing(problems, IncompleteError("body"))
    return partial(casework.ask_complainant, body=body, pause=pause)


def _question(case: OpenedCase, form: Form, _problems: Problems) -> dict[str, Any]:
    body, code = form["body"].strip(), form.get("pause", "")
    shown = {"body": body, "letter": body, "long": long_sentences(body)}
    return shown | {"chosen": code, "pause": pause_preview(case, code)}


def _question_page(case: OpenedCase, _form: Form) -> dict[str, Any]:
    return {"models": offered_models(case, "question"), "pauses": pauses_to_choose(case)}


def _assign(_case: OpenedCase, form: Form, problems: Problems) -> Act | None:
    chosen = form.get("assignee", "")
    if not chosen.isdecimal():
        note_missing(problems, IncompleteError("assignee"))
        return None
    return partial(casework.assign, user_id=int(chosen))


def _members(case: OpenedCase, _form: Form) -> dict[str, Any]:
    with runtime().reading(current_actor()) as session:
        members = members_who_may(session, Permission.CONTACT, case.complaint.agency)
    others = [member for member in members if member.user_id not in case.first_handlers]
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


def _extend(case: OpenedCase, form: Form, problems: Problems) -> Act | None:
    allowed = extension_left(case)
    amount = form.get("amount", "")
    if allowed is None:
        note_missing(problems, IncompleteError("extension_used"))
    elif not amount.isdecimal() or not 1 <= int(amount) <= allowed.at_most.amount:
        note_missing(problems, IncompleteError("extension_too_long"))
    if not form.get("reason", "").strip():
        note_missing(problems, IncompleteError("reason"))
    if problems or allowed is None:
        return None
    by = Allowance(int(amount), allowed.at_most.unit)
    return partial(_extended, by=by, reason=form["reason"])


def _extended(work: Work, complaint: ComplaintRecord, by: Allowance, reason: str) -> None:
    extending.extend_answer(work, complaint, by, reason)


def _extensions(case: OpenedCase, _form: Form) -> dict[str, Any]:
    """Return each length that is allowed with the date it leads to, the longest first."""
    allowed, clock = extension_left(case), case.answer_clock
    if allowed is None or clock is None:
        return {"extensions": []}
    due = DueDate.from_facts(clock.explanation)
    lengths = [Allowance(n, allowed.at_most.unit) for n in range(1, allowed.at_most.amount + 1)]
    dates = [(by, extend(due, by, case.advice.calendar).last_day) for by in lengths]
    return {"extensions": dates[::-1]}


def _pass_up(_case: OpenedCase, form: Form, problems: Problems) -> Act:
    question = form.get("question", "")
    if not question.strip():
        note_missing(problems, IncompleteError("question"))
    # One paragraph, so that it stays apart from the opinion below it.
    question = " ".join(question.split())
    return partial(escalation.pass_to_top, question=question, opinion=form.get("opinion", ""))


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
        "answer",
        "repondre",
        "answer",
        Permission.ANSWER,
        to_translate("Réponse envoyée. Il reste à fermer la plainte."),
        _answer,
        given=_answer_page,
        preview=_letter,
    ),
    ActionPage(
        "ask",
        "demander",
        "ask",
        Permission.ASK,
        to_translate("Question envoyée."),
        _ask,
        given=_question_page,
        preview=_question,
        fields=("body", "pause"),
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
        "extend",
        "prolonger",
        "extend",
        Permission.EXTEND,
        to_translate("Délai prolongé. La personne en est avertie."),
        _extend,
        given=_extensions,
        fields=("amount", "reason"),
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
    add_action(page)
