"""Answering, asking and extending: the letter exactly as it will leave, then it is held."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from portal.auth.sign_in import current_actor
from portal.complaints.events import AnswerContent, Content, ExtensionContent, QuestionContent
from portal.complaints.handling import casework
from portal.complaints.letters import holding, posted
from portal.complaints.letters.holding import confirm
from portal.domain.errors import IncompleteError
from portal.domain.handling.held_messages import Waiting
from portal.domain.permissions import Permission
from portal.domain.text import Language
from portal.domain.time.clock import extend
from portal.domain.time.due_date import DueDate
from portal.domain.time.promise import Allowance
from portal.pages.actions.engine import Act, ActionPage, Form, add_action
from portal.pages.actions.missing import note_missing
from portal.pages.current import current_language, runtime
from portal.pages.features import added
from portal.pages.forms import Problems
from portal.pages.office import bp
from portal.pages.office.actions import COMPLAINT
from portal.pages.office.case import OpenedCase
from portal.pages.office.case.acting import ended_by_answer, ended_by_contact, said_before
from portal.pages.office.case.contributions import (
    FirstReaders,
    Joined,
    Place,
    SecondReading,
    parts_at,
)
from portal.pages.office.case.drafting import (
    chosen_pause,
    hints_for,
    offered_models,
    pause_preview,
    pauses_to_choose,
    put_in,
)
from portal.pages.office.case.offered import extension_left
from portal.pages.office.case.unfinished import finished_text
from portal.words.catalogue import to_translate
from portal.words.dates import allowance_words, day_words

_ANSWERED: dict[Waiting | None, str] = {
    None: to_translate("Réponse envoyée. Il reste à fermer la plainte."),
    Waiting.HOLD: to_translate("Réponse confirmée. Vous pouvez encore annuler son envoi."),
    Waiting.READER: to_translate("Réponse confiée à la deuxième lecture. Le délai court toujours."),
}
_ASKED: dict[Waiting | None, str] = {
    None: to_translate("Question envoyée."),
    Waiting.HOLD: to_translate("Question confirmée. Vous pouvez encore annuler son envoi."),
}
_EXTENDED: dict[Waiting | None, str] = {
    None: to_translate("Délai prolongé."),
    Waiting.HOLD: to_translate("Prolongation confirmée. Vous pouvez encore annuler son envoi."),
}


def confirmed(content: Content) -> Act:
    """Return what confirms a text: it leaves once it was held for as long as this portal holds."""
    return partial(confirm, content=content, hold=runtime().config.hold)


def letter_words(case: OpenedCase, body: str) -> str:
    """Return an answer exactly as it will leave: with other recourses, and what others answered."""
    language: Language = "en" if case.complaint.language == "en" else "fr"
    words = casework.written_answer(case.complaint, body, case.advice.recourses, language)
    for joined in added(Joined):
        words = joined.to_one(case, words)
    return words


def second_reading(case: OpenedCase) -> SecondReading | None:
    """Return who reads the answer that whoever looks is writing; None where nobody has to."""
    return next(filter(None, (readers.who_reads(case) for readers in added(FirstReaders))), None)


def _answer(case: OpenedCase, form: Form, problems: Problems) -> Act:
    body = finished_text(case, form, problems, "reponse")
    return confirmed(AnswerContent(body, tells=form.get("tells") == "yes"))


def _letter(case: OpenedCase, form: Form, _problems: Problems) -> dict[str, Any]:
    body = form["body"].strip()
    return {
        "body": body,
        "letter": letter_words(case, body),
        "hints": hints_for(case, body),
        "reading": second_reading(case),
        "added": parts_at(case, Place.ANSWER),
    }


def _ask(case: OpenedCase, form: Form, problems: Problems) -> Act:
    pause = chosen_pause(case, form, problems)
    body = finished_text(case, form, problems, "question")
    return confirmed(QuestionContent(body, pause))


def _question(case: OpenedCase, form: Form, _problems: Problems) -> dict[str, Any]:
    body, code = form["body"].strip(), form.get("pause", "")
    return {
        "body": body,
        "letter": body,
        "hints": hints_for(case, body),
        "chosen": code,
        "pause": pause_preview(case, code),
    }


def _extend(case: OpenedCase, form: Form, problems: Problems) -> Act | None:
    chosen = _chosen(case, form)
    if extension_left(case) is None:
        note_missing(problems, IncompleteError("extension_used"))
    elif chosen is None:
        note_missing(problems, IncompleteError("extension_too_long"))
    finished_text(case, form, problems, "prolongation", "reason")
    return None if problems or chosen is None else confirmed(_content(form, *chosen))


def _content(form: Form, by: Allowance, last_day: date | None) -> ExtensionContent:
    return ExtensionContent(str(by), form["reason"], last_day)


def _chosen(case: OpenedCase, form: Form) -> tuple[Allowance, date | None] | None:
    lengths = {str(by.amount): (by, last_day) for by, last_day in _lengths(case)}
    return lengths.get(form.get("amount", ""))


def _lengths(case: OpenedCase) -> list[tuple[Allowance, date | None]]:
    """Return each length that is allowed with the date it leads to, the longest first."""
    allowed, clock = extension_left(case), case.answer_clock
    if allowed is None or clock is None:
        return []
    due, most = DueDate.from_facts(clock.explanation), allowed.at_most
    lengths = [Allowance(amount, most.unit) for amount in range(most.amount, 0, -1)]
    return [(by, extend(due, by, case.advice.calendar).last_day) for by in lengths]


def _extension_page(case: OpenedCase, _form: Form) -> dict[str, Any]:
    extensions = _lengths(case)
    return {
        "extensions": extensions,
        "offered": [(by.amount, _length_words(by, last_day)) for by, last_day in extensions],
        "models": offered_models(case, "prolongation"),
    }


def _length_words(by: Allowance, last_day: date | None) -> str:
    length = allowance_words(by, current_language())
    return f"{day_words(last_day, current_language())} ({length})" if last_day else length


def _extension_letter(case: OpenedCase, form: Form, _problems: Problems) -> dict[str, Any]:
    """Return the reason and the letter exactly as they will leave, and the day they promise."""
    chosen = _chosen(case, form)
    assert chosen is not None, "the form was read before"
    by, last_day = chosen
    content = _content(form, by, last_day)
    return exact_letter(case, content) | {
        "by": by,
        "last_day": last_day,
        "hints": hints_for(case, content.reason),
    }


def exact_letter(case: OpenedCase, content: Content) -> dict[str, Any]:
    """Return the text for the person's follow-up and their letter, as they would leave now.

    Raise whatever would keep them from leaving.
    """
    portal = runtime()
    rehearsal = partial(holding.written_by, content=content)
    written = portal.change(current_actor(), case.complaint.number, rehearsal)
    return {
        "text": written.text,
        "means": written.letter and written.letter.means.value,
        "letter": posted.letter_words(
            portal.config, portal.agencies, portal.features.letters, written, case.now
        ),
    }


for page in (
    ActionPage(
        COMPLAINT,
        "answer",
        "repondre",
        "answer",
        Permission.ANSWER,
        _ANSWERED.__getitem__,
        _answer,
        given=lambda case, _form: {
            "models": offered_models(case, "reponse"),
            "ends": said_before(case, ended_by_answer(case)),
        },
        preview=_letter,
    ),
    ActionPage(
        COMPLAINT,
        "ask",
        "demander",
        "ask",
        Permission.ASK,
        _ASKED.__getitem__,
        _ask,
        given=lambda case, _form: {
            "models": offered_models(case, "question"),
            "pauses": pauses_to_choose(case),
            "ends": said_before(case, ended_by_contact(case)),
        },
        preview=_question,
        fields=("body", "pause"),
    ),
    ActionPage(
        COMPLAINT,
        "extend",
        "prolonger",
        "extend",
        Permission.EXTEND,
        _EXTENDED.__getitem__,
        _extend,
        given=_extension_page,
        preview=_extension_letter,
        fields=("amount", "reason"),
        with_model=lambda case, form: put_in(case, "prolongation", form, "reason"),
    ),
):
    add_action(bp, page)
