"""What somebody said when they filed a complaint, line by line, for whoever reads it again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from portal.domain.complaint import AGREED
from portal.domain.question import Question
from portal.pages.current import gettext
from portal.pages.filters import text
from portal.pages.shown.before_filing import answer_words


class WrittenLine(Struct, frozen=True):
    """One thing that was said, and what it is; `by_person` where the words are theirs."""

    label: str
    words: str
    by_person: bool = False


def given_answers(
    questions: Iterable[Question], answers: Mapping[str, object]
) -> list[tuple[str, str]]:
    """Return each question that was answered, with its answer, in the language of the page.

    An agency may have changed since: an answer whose question is gone is shown with its bare code.
    """
    known = {question.code: question for question in questions}
    return [_in_words(known.get(code), code, value) for code, value in answers.items()]


def _in_words(question: Question | None, code: str, value: object) -> tuple[str, str]:
    if question is None:
        return code, str(value)
    return text(question.label), answer_words(question, value)


def agreement_words(agreement: str) -> str:
    """Return whether the person for whom somebody complains agrees, or why that is not known."""
    if agreement == AGREED:
        return gettext("Oui, elle est d’accord")
    return gettext("Son accord ne peut pas être donné : %(why)s", why=agreement)
