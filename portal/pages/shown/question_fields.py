"""An agency's questions as fields of a page: what was typed, what can be chosen, what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import request

from portal.complaints.handling.documents import DraftDocument
from portal.domain.category import Choice, Question, QuestionKind
from portal.domain.text import Text
from portal.pages.current import current_language, gettext
from portal.pages.filters import text
from portal.pages.forms import Problems
from portal.words.dates import day_words

QUESTION_PREFIX = "q-"
# What a device offers when a document is asked for; what comes is looked at anyway.
ACCEPTED = ".pdf,.jpg,.jpeg,.png,.heic,.heif,.docx,.odt,.txt,image/*"
Typed = Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class QuestionField:
    """One question on the page; `date` holds its three fields: day, month, year."""

    id: str
    label: Text
    hint: Text | None
    kind: str
    is_optional: bool
    longest: int | None
    value: str
    values: tuple[str, ...]
    date: tuple[str, str, str]
    choices: tuple[Choice, ...]
    error: str | None
    documents: Sequence[DraftDocument]


def typed_questions() -> dict[str, list[str]]:
    """Return the fields of the request that answer an agency's questions, by question."""
    return {
        name.removeprefix(QUESTION_PREFIX): values
        for name, values in request.form.lists()
        if name.startswith(QUESTION_PREFIX)
    }


def question_fields(
    questions: Iterable[Question],
    typed: Typed,
    problems: Problems,
    documents: Sequence[DraftDocument],
) -> list[QuestionField]:
    """Return a field for each question, in their order."""
    return [_field(question, typed, problems, documents) for question in questions]


def answer_words(question: Question, answer: object) -> str:
    """Return an answer as a person reads it back; a text answers for itself."""
    labels = {choice.code: text(choice.label) for choice in question.choices}
    if isinstance(answer, bool):
        return gettext("Oui") if answer else gettext("Non")
    if isinstance(answer, list | tuple):
        return ", ".join(labels.get(str(code), str(code)) for code in answer)
    if question.kind is QuestionKind.DATE:
        return day_words(date.fromisoformat(str(answer)), current_language())
    return labels.get(str(answer), str(answer))


def _field(
    question: Question, typed: Typed, problems: Problems, documents: Sequence[DraftDocument]
) -> QuestionField:
    field_id = QUESTION_PREFIX + question.code
    values = tuple(typed.get(question.code, ()))
    return QuestionField(
        id=field_id,
        label=question.label,
        hint=question.hint,
        kind=question.kind.value,
        is_optional=not question.required,
        longest=question.max_length,
        value=values[0] if values else "",
        values=values,
        date=(
            _part(typed, question.code, "day"),
            _part(typed, question.code, "month"),
            _part(typed, question.code, "year"),
        ),
        choices=question.choices,
        error=problems.text_of(field_id),
        documents=[document for document in documents if document.question == question.code],
    )


def _part(typed: Typed, code: str, part: str) -> str:
    return next(iter(typed.get(f"{code}-{part}", ())), "")
