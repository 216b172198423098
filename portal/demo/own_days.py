"""Invented complaints of people against whom a time runs elsewhere, and who said since when."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from portal.agencies.agency import Agency
from portal.demo.between_agencies import file_one
from portal.domain.handling.notices import FROM_ANSWER
from portal.runtime import Runtime

_SEED, _IN = 41, 3
_DAYS_AGO = 12


def file_with_own_days(runtime: Runtime) -> int:
    """File one with each of the first agencies that know of such a time; return how many."""
    random, now = Random(_SEED), runtime.now()
    asking = [(agency, asked) for agency in runtime.agencies if (asked := _asked(agency))]
    for agency, (category, question) in asking[:_IN]:
        began = agency.consult().calendar().day_of(now) - timedelta(days=_DAYS_AGO)
        answers = {question: began.isoformat()}
        file_one(runtime, agency, random, now, category, answers=answers)
    return len(asking[:_IN])


def _asked(agency: Agency) -> tuple[str, str] | None:
    """Return a category whose notice counts a time from a day that the agency asks for."""
    for notice in agency.settings.notices:
        for category in notice.when.categories if notice.when else ():
            for redirect in notice.redirects:
                if redirect.question and redirect.starts != FROM_ANSWER:
                    return category, redirect.question
    return None
