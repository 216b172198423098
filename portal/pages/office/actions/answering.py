"""Answering and asking: the letter exactly as it will leave, then the moment that it is held."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from portal.complaints.handling import casework
from portal.complaints.held_messages.sending import confirm
from portal.domain.errors import IncompleteError
from portal.domain.held_messages import Outgoing, Waiting
from portal.domain.permissions import Permission
from portal.domain.text import Language
from portal.pages.contributions import added
from portal.pages.current import runtime
from portal.pages.forms import Problems
from portal.pages.office.actions.engine import Act, ActionPage, Form, add_action
from portal.pages.office.actions.missing import note_missing
from portal.pages.office.actions.models import offered_models
from portal.pages.office.actions.pausing import chosen_pause, pause_preview, pauses_to_choose
from portal.pages.office.blueprints import bp
from portal.pages.office.case.contributions import FirstReaders, Place, SecondReading
from portal.pages.office.case.opened import OpenedCase
from portal.pages.office.case.parts import parts_at
from portal.pages.office.contributions import Joined
from portal.pages.office.plain_words import hints_for
from portal.words.catalogue import to_translate

_ANSWERED: dict[Waiting | None, str] = {
    None: to_translate("Réponse envoyée. Il reste à fermer la plainte."),
    Waiting.HOLD: to_translate("Réponse confirmée. Vous pouvez encore annuler son envoi."),
    Waiting.READER: to_translate("Réponse confiée à la deuxième lecture. Le délai court toujours."),
}
_ASKED: dict[Waiting | None, str] = {
    None: to_translate("Question envoyée."),
    Waiting.HOLD: to_translate("Question confirmée. Vous pouvez encore annuler son envoi."),
}


def confirmed(kind: Outgoing, content: Mapping[str, Any]) -> Act:
    """Return what confirms a text: it leaves once it was held for as long as this portal holds."""
    return partial(confirm, kind=kind, content=content, hold=runtime().config.hold)


def letter_words(case: OpenedCase, body: str) -> str:
    """Return an answer exactly as it will leave: with other recourses, and what others answered."""
    language: Language = "en" if case.complaint.language == "en" else "fr"
    block = casework.recourse_block(case.advice.recourses, language)
    words = f"{body}\n\n{block}"
    for one in added(Joined):
        words = one.to_one(case, words)
    return words


def second_reading(case: OpenedCase) -> SecondReading | None:
    """Return who reads the answer that whoever looks is writing; None where nobody has to."""
    asked = (one.who_reads(case) for one in added(FirstReaders))
    return next((reading for reading in asked if reading is not None), None)


def _answer(_case: OpenedCase, form: Form, problems: Problems) -> Act:
    body = form.get("body", "")
    if not body.strip():
        note_missing(problems, IncompleteError("body"))
    return confirmed(Outgoing.ANSWER, {"body": body, "tells": form.get("tells") == "yes"})


def _letter(case: OpenedCase, form: Form, _problems: Problems) -> dict[str, Any]:
    body = form["body"].strip()
    return {
        "body": body,
        "letter": letter_words(case, body),
        "hints": hints_for(case, body),
        "reading": second_reading(case),
        "added": parts_at(case, Place.ANSWER),
    }


def _answer_page(case: OpenedCase, _form: Form) -> dict[str, Any]:
    return {"models": offered_models(case, "reponse")}


def _ask(case: OpenedCase, form: Form, problems: Problems) -> Act:
    body, pause = form.get("body", ""), chosen_pause(case, form, problems)
    if not body.strip():
        note_missing(problems, IncompleteError("body"))
    return confirmed(Outgoing.QUESTION, {"body": body, "pause": pause})


def _question(case: OpenedCase, form: Form, _problems: Problems) -> dict[str, Any]:
    body, code = form["body"].strip(), form.get("pause", "")
    shown = {"body": body, "letter": body, "hints": hints_for(case, body)}
    return shown | {"chosen": code, "pause": pause_preview(case, code)}


def _question_page(case: OpenedCase, _form: Form) -> dict[str, Any]:
    return {"models": offered_models(case, "question"), "pauses": pauses_to_choose(case)}


for page in (
    ActionPage(
        "answer",
        "repondre",
        "answer",
        Permission.ANSWER,
        _ANSWERED.__getitem__,
        _answer,
        given=_answer_page,
        preview=_letter,
    ),
    ActionPage(
        "ask",
        "demander",
        "ask",
        Permission.ASK,
        _ASKED.__getitem__,
        _ask,
        given=_question_page,
        preview=_question,
        fields=("body", "pause"),
    ),
):
    add_action(bp, page)
