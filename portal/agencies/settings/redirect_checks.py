"""Checks between the fields of the redirects of a notice: a time, and what it runs from."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from portal.agencies.files.mistakes import Mistake
from portal.agencies.files.places import Place
from portal.agencies.settings import codes
from portal.agencies.settings.codes import exists
from portal.domain.category import QuestionKind
from portal.words.catalogue import sentence


def check_redirects(root: Place) -> Iterator[Mistake]:
    """Yield what is wrong between the fields of the redirects in a file."""
    dates = [*_questions_about_days(root)]
    for notice in root.at("notices").items:
        for redirect in notice.at("redirects").items:
            yield from time_runs_from_something(redirect)
            yield from day_is_asked(redirect, dates)


def time_runs_from_something(redirect: Place) -> Iterator[Mistake]:
    """Yield a mistake for a time without what it runs from, or the other way round."""
    within, since = redirect.at("within"), redirect.at("from")
    if within.is_said and not since.is_there:
        yield since.mistake(sentence("manque : dites à partir de quoi le délai court"))
    for key in ("from", "question"):
        if redirect.at(key).is_said and not within.is_there:
            message = sentence("il n’y a pas de délai qui en partirait")
            yield redirect.mistake_in_key(key, message)


def day_is_asked(redirect: Place, dates: Collection[str]) -> Iterator[Mistake]:
    """Yield a mistake if the question that a redirect counts from is not there or asks no day."""
    yield from exists(redirect.at("question"), dates, codes.DATE_QUESTION)


def _questions_about_days(root: Place) -> Iterator[str]:
    for category in root.at("categories").items:
        for question in category.at("questions").items:
            code = question.at("code").text
            if code is not None and question.at("kind").text == QuestionKind.DATE:
                yield code
