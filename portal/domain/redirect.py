"""A way of its own, for what a complaint cannot change: where to turn, and until when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from portal.domain.promise import Confidence
from portal.domain.text import Text
from portal.domain.time.allowance import Allowance
from portal.domain.time.calendar import WorkingCalendar
from portal.domain.time.clock import unmoved_last_day


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


def _day(answer: object) -> date | None:
    try:
        return date.fromisoformat(answer) if isinstance(answer, str) else None
    except ValueError:
        return None
