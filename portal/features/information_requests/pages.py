"""The date of a request as pages say it: one date, whoever reads it, and one word for late."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from msgspec import Struct

from portal.domain.time.calendar import WorkingCalendar
from portal.domain.time.clock import is_overdue
from portal.domain.time.promise import Unit
from portal.features.information_requests.queries import AskedRequest
from portal.pages.current import current_language, gettext
from portal.pages.office.case import days_to
from portal.words.dates import day_words

_INSTANT = timedelta(microseconds=1)


class Awaited(Struct, frozen=True):
    """The one date that is shown of a request: in words, and in the days to or since it."""

    day: date
    days: int | None
    words: str


def awaited_by(
    asked: AskedRequest, calendar: WorkingCalendar, now: datetime, *, from_first: bool
) -> Awaited:
    """Return the date of a request that is not answered, for who reads it.

    Whoever has it now has a date of their own. For all others it is late `from_first`: since the
    first date of it that passed.
    """
    late_since = asked.late_since if from_first else None
    day = calendar.day_of(late_since - _INSTANT) if late_since is not None else asked.last_day
    due_at = late_since or asked.due_at
    told = day_words(day, current_language())
    words = (
        gettext("Réponse attendue depuis le %(day)s.", day=told)
        if is_overdue(due_at, now)
        else gettext("Réponse attendue au plus tard le %(day)s.", day=told)
    )
    return Awaited(day, days_to(due_at, day, calendar, Unit.WORKING_DAYS, now), words)
