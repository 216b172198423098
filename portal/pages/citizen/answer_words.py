"""The answers to an agency's questions, as a person reads them back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from portal.complaints.handling.documents import DraftDocument
from portal.domain.category import Question, QuestionKind
from portal.domain.text import Text
from portal.pages.citizen.texts import gettext
from portal.pages.current import current_language
from portal.pages.filters import text
from portal.words.dates import day_words
from portal.words.numbers import number_words

_DECIMALS = 2


@dataclass(frozen=True, slots=True)
class WordedAnswer:
    """A question, and what was answered in words; nothing where it was passed over."""

    code: str
    label: Text
    words: str


def worded_answers(
    questions: Iterable[Question],
    answers: Mapping[str, object],
    documents: Sequence[DraftDocument],
) -> list[WordedAnswer]:
    """Return every question of the agency with its answer."""
    return [
        WordedAnswer(question.code, question.label, _words(question, answers, documents))
        for question in questions
    ]


def _words(
    question: Question, answers: Mapping[str, object], documents: Sequence[DraftDocument]
) -> str:
    if question.kind is QuestionKind.FILE:
        return ", ".join(one.name for one in documents if one.question == question.code)
    answer = answers.get(question.code)
    return "" if answer is None else _worded(question, answer)


def _worded(question: Question, answer: object) -> str:
    language = current_language()
    if isinstance(answer, bool):
        return gettext("Oui") if answer else gettext("Non")
    if question.kind is QuestionKind.DATE:
        return day_words(date.fromisoformat(str(answer)), language)
    if isinstance(answer, list | tuple):
        return ", ".join(_label(question, str(code)) for code in answer)
    if isinstance(answer, int | float):
        return number_words(answer, language, 0 if isinstance(answer, int) else _DECIMALS)
    return _label(question, str(answer))


def _label(question: Question, code: str) -> str:
    """Return the words of a choice; a text answers for itself."""
    labels = {choice.code: text(choice.label) for choice in question.choices}
    return labels.get(code, code)
