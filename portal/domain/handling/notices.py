"""What a citizen should know before filing, and where to turn where no complaint helps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.domain.text import Language, Text
from portal.domain.time.calendar import WorkingCalendar
from portal.domain.time.clock import unmoved_last_day
from portal.domain.time.promise import Allowance, Confidence

FROM_ANSWER = "answer"
"""What a time runs from that begins with the answer to the complaint itself."""


@dataclass(frozen=True, slots=True)
class Redirect:
    """Where to turn, with which form, and how long one has from what.

    `question` is the code of a question whose answer, a day, is the one that `since` names. Where
    the time `starts` with the answer to the complaint itself, no such day can be given.
    """

    body: Text
    form: str | None = None
    within: Allowance | None = None
    since: Text | None = None
    question: str | None = None
    confidence: Confidence = Confidence.ASSUMED
    source: str | None = None
    starts: str | None = None
    next_open_day: bool | None = None
    form_en: str | None = None

    def form_in(self, language: Language) -> str | None:
        """Return where its form is for those who read a language."""
        return _in(language, self.form, self.form_en)

    def began_on(self, answers: Mapping[str, object]) -> date | None:
        """Return the day that was answered as the one from which the time runs, if it was."""
        return _day(answers.get(self.question)) if self.question else None

    def last_day(self, answers: Mapping[str, object], calendar: WorkingCalendar) -> date | None:
        """Return the last day counted from the one that was answered, if it was."""
        began = self.began_on(answers)
        if began is None or self.within is None:
            return None
        return counted_last_day(began, self.within, calendar, put_off=bool(self.next_open_day))


def counted_last_day(
    began_on: date, within: Allowance, calendar: WorkingCalendar, *, put_off: bool
) -> date:
    """Return the last day of a time that runs against a person from the day on which it began.

    On a closed day it is `put_off` to the next open one only where the settings say so: nobody
    should miss a right by counting on it.
    """
    last_day = unmoved_last_day(began_on, within, calendar)
    return calendar.working_day_from(last_day) if put_off else last_day


def ends_by_answer(last_day: date, answer_day: date | None) -> bool:
    """Tell whether a time that runs against a person is over by the day of a promised answer.

    Whoever waits for that answer may then lose what the time is for.
    """
    return answer_day is not None and last_day <= answer_day


class NoticeKind(StrEnum):
    """Why a citizen is told something before filing."""

    OUT_OF_SCOPE = "out_of_scope"
    OWN_REVIEW = "own_review"
    LEGAL_DELAY = "legal_delay"
    DANGER = "danger"
    INFORMATION = "information"


@dataclass(frozen=True, slots=True)
class Phone:
    """A number to call at once, and who answers."""

    name: Text
    number: str


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to know before filing: whom to call, where to read more, where else to turn."""

    code: str
    kind: NoticeKind
    title: Text
    text: Text
    link: str | None = None
    redirects: tuple[Redirect, ...] = ()
    phones: tuple[Phone, ...] = ()
    link_en: str | None = None

    def link_in(self, language: Language) -> str | None:
        """Return where those who read a language read more."""
        return _in(language, self.link, self.link_en)


def _in(language: Language, address: str | None, in_english: str | None) -> str | None:
    """Return the address for those who read a language; there may be one for all."""
    return (in_english or address) if language == "en" else address


def _day(answer: object) -> date | None:
    try:
        return date.fromisoformat(answer) if isinstance(answer, str) else None
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Recourse:
    """A further way: which body, how to reach it, and until when.

    Where it is taken `within` a time of the answer to the complaint, its last day can be counted.
    """

    code: str
    body: Text
    how: Text
    deadline: Text
    link: str | None = None
    phone: str | None = None
    review: bool = False
    within: Allowance | None = None
    next_open_day: bool | None = None
    confidence: Confidence | None = None
    source: str | None = None
    link_en: str | None = None

    def link_in(self, language: Language) -> str | None:
        """Return where those who read a language find it."""
        return _in(language, self.link, self.link_en)
