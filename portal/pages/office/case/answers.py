"""What the complainant answered to the agency's questions, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from portal.agencies.agency import Agency
from portal.domain.category import Question, QuestionKind
from portal.domain.history import EntryKind
from portal.pages.current import current_language, runtime
from portal.pages.filters import text
from portal.pages.office.case.opened import OpenedCase
from portal.pages.texts import gettext
from portal.words.dates import day_words

_Said = tuple[str, str]


def answers(case: OpenedCase) -> list[_Said]:
    """Return each question that was answered, with its answer."""
    kept: Mapping[str, object] = case.complaint.answers or {}
    given = kept.get("given")
    questions = {question.code: question for question in _questions(case)}
    said = [
        _in_words(questions.get(code), code, value)
        for code, value in (given.items() if isinstance(given, Mapping) else ())
    ]
    more = ((gettext("Ce qui est demandé"), "wish"), (gettext("Date et lieu"), "when_where"))
    return said + [(label, str(kept[key])) for label, key in more if kept.get(key)]


def _questions(case: OpenedCase) -> list[Question]:
    """Return the questions that may have been answered, of those replaced since, oldest first."""
    asked: list[Question] = []
    for agency, category in (*_replaced(case), (case.advice.agency, case.complaint.category)):
        consulted = agency.consult()
        asked += consulted.questions(consulted.category(category))
    return asked


def _replaced(case: OpenedCase) -> Iterator[tuple[Agency, str]]:
    """Yield the agencies that others took over with the complaint, each with its category."""
    for entry in case.file.entries:
        if entry.kind == EntryKind.SUCCEEDED:
            yield runtime().agencies.agency(entry.facts["before"]), entry.facts["before_category"]


def _in_words(question: Question | None, code: str, value: object) -> _Said:
    # A category may have changed since: an answer is then shown with its bare code.
    if question is None:
        return code, str(value)
    return text(question.label), _worded(question, value)


def _worded(question: Question, value: object) -> str:
    labels = {choice.code: text(choice.label) for choice in question.choices}
    if isinstance(value, list | tuple):
        return ", ".join(labels.get(str(one), str(one)) for one in value)
    if isinstance(value, bool):
        return gettext("Oui") if value else gettext("Non")
    if question.kind is QuestionKind.DATE:
        return day_words(date.fromisoformat(str(value)), current_language())
    return labels.get(str(value), str(value))
