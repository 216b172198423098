"""The answers to an agency's questions, as a person reads them back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from portal.complaints.handling.documents import DraftDocument
from portal.domain.category import Question, QuestionKind
from portal.domain.text import Text
from portal.pages.current import current_language
from portal.pages.shown.question_fields import answer_words
from portal.words.typography import number_words

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
        return ", ".join(
            document.name for document in documents if document.question == question.code
        )
    answer = answers.get(question.code)
    return "" if answer is None else _worded(question, answer)


def _worded(question: Question, answer: object) -> str:
    if isinstance(answer, int | float) and not isinstance(answer, bool):
        decimals = 0 if isinstance(answer, int) else _DECIMALS
        return number_words(answer, current_language(), decimals)
    return answer_words(question, answer)
