"""What notices are shown for: subjects and answers that are there."""

from __future__ import annotations

from collections.abc import Iterator

from portal.agencies.files.places import (
    NO_ANSWER,
    NO_CATEGORY,
    NO_QUESTION,
    Mistake,
    Place,
    codes_of,
    exists,
)
from portal.domain.question import QuestionKind

_CHOICES = (QuestionKind.CHOICE, QuestionKind.SEVERAL_CHOICES)


def notices_have_categories(root: Place) -> Iterator[Mistake]:
    """Yield a mistake for each category that notices or urgency name and that is not there."""
    categories = codes_of(root.at("categories"))
    lists = [notice.at("when", "categories") for notice in root.at("notices").items]
    for listing in (*lists, root.at("urgency", "categories")):
        for category in listing.items:
            yield from exists(category, categories, NO_CATEGORY)


def notices_have_answers(root: Place) -> Iterator[Mistake]:
    """Yield a mistake for each answer that a notice waits for and that nobody can give."""
    given = _answers_by_question(root)
    for notice in root.at("notices").items:
        for wanted in notice.at("when", "answers").items:
            question = wanted.at("question")
            yield from exists(question, given, NO_QUESTION)
            if question.text in given:
                yield from exists(wanted.at("answer"), given[question.text], NO_ANSWER)


def _answers_by_question(root: Place) -> dict[str, list[str]]:
    """Return the answers that can be given by choosing them, by the code of their question."""
    given: dict[str, list[str]] = {}
    for category in root.at("categories").items:
        for question in category.at("questions").items:
            code, kind = question.at("code").text, question.at("kind").text
            if code and kind == QuestionKind.YES_NO:
                given.setdefault(code, []).extend(("yes", "no"))
            elif code and kind in _CHOICES:
                given.setdefault(code, []).extend(codes_of(question.at("choices")))
    return given
