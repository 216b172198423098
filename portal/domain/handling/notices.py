"""What a citizen should know before filing, and where to turn where no complaint helps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.domain.text import Text
from portal.domain.time.calendar import WorkingCalendar
from portal.domain.time.clock import unmoved_last_day
from portal.domain.time.promise import Allowance, Confidence


@dataclass(frozen=True, slots=True)
class Redirect:
    """Where to turn, with which form, and how long one has from what.

    `question` is the code of a question whose answer, a day, is the one that `since` names.
    """

    body: Text
    form: str | None = None
    within: Allowance | None = None
    since: Text | None = None
    question: str | None = None
    confidence: Confidence = Confidence.ASSUMED

    def last_day(self, answers: Mapping[str, object], calendar: WorkingCalendar) -> date | None:
        """Return the last day counted from the one that was answered, if it was.

        A last day on a closed day is not put off: nobody should miss a right by counting on it.
        """
        began = _day(answers.get(self.question)) if self.question else None
        if began is None or self.within is None:
            return None
        return unmoved_last_day(began, self.within, calendar)


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


def _day(answer: object) -> date | None:
    try:
        return date.fromisoformat(answer) if isinstance(answer, str) else None
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Recourse:
    """A further way: which body, how to reach it, and until when."""

    code: str
    body: Text
    how: Text
    deadline: Text
    link: str | None = None
    phone: str | None = None
    review: bool = False
