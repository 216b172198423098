"""What the values of a plugin's answer must be, beyond their types, so that nothing fails later.

An answer is looked at as a whole before any of it is used: what a page could not show, a row could
not keep, or a form could not ask is refused where it is answered, and the settings' answer stands.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import Any

from portal.agencies.settings.fields import CODE, LINK, why_not_linear
from portal.agencies.settings.text_checks import CHOICES
from portal.domain.answers import LONG_TEXT_AT_MOST
from portal.domain.category import Category
from portal.domain.handling.escalation import EscalationStep
from portal.domain.handling.notices import Recourse
from portal.domain.question import Problem, Question
from portal.domain.text import Text
from portal.domain.time.calendar import FEWEST_WORKING_DAYS, WorkingCalendar, poor_year
from portal.domain.time.promise import Allowance, Promise
from portal.domain.typed import is_blank

TEXT_AT_MOST = 4_000
LINK_AT_MOST = 2_000
PHONE_AT_MOST = 60
ENTRIES_AT_MOST = 200
TIMES_AT_MOST = 99
LARGEST_NUMBER = 10**12
LEVELS_AT_MOST = 12

# Lines may break; what else steers a terminal, or is half a sign, can be neither kept nor shown.
_UNSHOWABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")

Faults = Iterator[str]


@dataclass(frozen=True, slots=True)
class Known:
    """What an answer may name: the units of the agency, and the codes of the questions asked."""

    units: Collection[str] = ()
    questions: Collection[str] = ()


def faults(hook: str, answer: Any, known: Known) -> Faults:
    """Yield what is wrong in an answer of the right type, each with its place and no words of it.

    Lists are given as tuples. `known.questions` counts for `complaint_problems` alone.
    """
    yield from faults_within(answer, "the answer")
    own = _OF_HOOK.get(hook)
    if own is not None:
        yield from own(answer, known)


def faults_within(value: Any, where: str) -> Faults:
    """Yield what is wrong in any value, whichever hook it answers: texts, codes, links, lengths."""
    if isinstance(value, tuple):
        if len(value) > ENTRIES_AT_MOST:
            yield f"{where} has {len(value)} entries, more than {ENTRIES_AT_MOST}"
            return
        for number, entry in enumerate(value):
            yield from faults_within(entry, f"{where}[{number}]")
    elif isinstance(value, str):
        yield from _faults_of_text(value, where)
    elif is_dataclass(value):
        yield from _faults_of_fields(value, where)


def _faults_of_text(text: str, where: str) -> Faults:
    if len(text) > TEXT_AT_MOST:
        yield f"{where} is longer than {TEXT_AT_MOST} characters"
    if _UNSHOWABLE.search(text):
        yield f"{where} has a sign that cannot be shown"


def _faults_of_fields(value: Any, where: str) -> Faults:
    kind: Any = type(value)
    for look in _OF_KIND.get(kind, ()):
        yield from (f"{where} {fault}" for fault in look(value))
    for name in _names(kind):
        own, place = getattr(value, name), f"{where}.{name}"
        look_at = _OF_FIELD.get(name)
        if look_at is not None and own is not None:
            yield from (f"{place} {fault}" for fault in look_at(own))
        yield from faults_within(own, place)


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _not_a_code(code: Any) -> Faults:
    # The unit of an allowance is a word of an enumeration.
    if type(code) is str and not re.fullmatch(CODE, code):
        yield "is no code: small letters without accents, digits and _, a letter first"


def _not_a_link(link: Any) -> Faults:
    if not re.fullmatch(LINK, link) or len(link) > LINK_AT_MOST:
        yield "is no link that begins with https:// and a site, without @ before its path"


def _not_a_phone(phone: Any) -> Faults:
    if is_blank(phone) or len(phone) > PHONE_AT_MOST:
        yield f"is no telephone number of {PHONE_AT_MOST} characters at most"


def _not_linear(pattern: Any) -> Faults:
    if why_not_linear(pattern) is not None:
        yield "cannot be matched in a time that grows with the answer alone"


def _not_a_few_times(times: Any) -> Faults:
    if not 1 <= times <= TIMES_AT_MOST:
        yield f"is not between 1 and {TIMES_AT_MOST}"


def _not_a_length(length: Any) -> Faults:
    if not 1 <= length <= LONG_TEXT_AT_MOST:
        yield f"is not between 1 and {LONG_TEXT_AT_MOST}"


def _too_large(number: Any) -> Faults:
    if abs(number) > LARGEST_NUMBER:
        yield f"is beyond {LARGEST_NUMBER}"


_OF_FIELD: Mapping[str, Callable[[Any], Faults]] = {
    "code": _not_a_code,
    "to": _not_a_code,
    "unit": _not_a_code,
    "theme": _not_a_code,
    "silence": _not_a_code,
    "question": _not_a_code,
    "link": _not_a_link,
    "form": _not_a_link,
    "phone": _not_a_phone,
    "pattern": _not_linear,
    "times": _not_a_few_times,
    "max_length": _not_a_length,
    "minimum": _too_large,
    "maximum": _too_large,
}
"""What a field of this name must be, in whatever class it stands."""


def _without_words(text: Text) -> Faults:
    if is_blank(text.fr):
        yield "has no French words"


def _not_promised(length: Allowance) -> Faults:
    if not length.is_reasonable:
        yield "is not a length of time between one of its unit and ten years"


def _not_asked(question: Question) -> Faults:
    if (question.kind in CHOICES) != bool(question.choices):
        yield "offers choices exactly if its kind is one of choice: it does not"
    yield from _repeated("choices", (choice.code for choice in question.choices))
    least, most = question.minimum, question.maximum
    if least is not None and most is not None and least > most:
        yield "has a minimum above its maximum"


def _repeated(what: str, codes: Iterable[str]) -> Faults:
    for times in Counter(codes).values():
        if times > 1:
            yield f"has {times} {what} with one code"


_OF_KIND: Mapping[type, tuple[Callable[[Any], Faults], ...]] = {
    Text: (_without_words,),
    Allowance: (_not_promised,),
    Question: (_not_asked,),
    Category: (lambda category: _repeated("questions", _codes(category.questions)),),
    Promise: (lambda promise: _repeated("pauses", _codes(promise.pauses)),),
}
"""What a value of this class must be as a whole."""


def _codes(coded: Iterable[Any]) -> Iterator[str]:
    return (entry.code for entry in coded)


def _of_categories(categories: tuple[Category, ...], known: Known) -> Faults:
    yield from _repeated("categories", _codes(categories))
    for category in categories:
        yield from _unknown_unit(category.unit, known)


def _of_questions(questions: tuple[Question, ...], known: Known) -> Faults:
    yield from _repeated("questions", _codes(questions))


def _of_problems(problems: tuple[Problem, ...], known: Known) -> Faults:
    for number, problem in enumerate(problems):
        if problem.field not in known.questions:
            yield f"the answer[{number}].field is no question that is asked"


def _unknown_unit(unit: str | None, known: Known) -> Faults:
    if unit is not None and unit not in known.units:
        yield "names a unit that the settings do not have"


def _of_path(path: tuple[EscalationStep, ...], known: Known) -> Faults:
    if len(path) > LEVELS_AT_MOST:
        yield f"has more than {LEVELS_AT_MOST} levels"
    if any(step.top_authority for step in path[:-1]):
        yield "has a top authority below its last level"
    if path[0].within is not None:
        yield "gives its first level a time of its own"
    if any(step.within is None for step in path[1:]):
        yield "has a level above the first without its time"
    yield from _repeated("levels", (step.to for step in path))


def _of_recourses(recourses: tuple[Recourse, ...], known: Known) -> Faults:
    yield from _repeated("recourses", _codes(recourses))


def _of_calendar(calendar: WorkingCalendar, known: Known) -> Faults:
    poor = poor_year(calendar)
    if poor is not None:
        yield f"has {poor.working_days} working days in {poor.year}, not {FEWEST_WORKING_DAYS}"


_OF_HOOK: Mapping[str, Callable[[Any, Known], Faults]] = {
    "complaint_categories": _of_categories,
    "complaint_questions": _of_questions,
    "complaint_problems": _of_problems,
    "receiving_unit": _unknown_unit,
    "escalation_path": _of_path,
    "recourses": _of_recourses,
    "working_calendar": _of_calendar,
}
