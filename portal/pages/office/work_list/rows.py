"""The rows of a work list in words: who, about what, until when, and where the work stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import cache, partial
from zoneinfo import ZoneInfo

from flask_login import current_user
from markupsafe import Markup
from msgspec import Struct

from portal.agencies.agency import Agency
from portal.auth.returning import asked_path
from portal.complaints.queries.held_messages import WaitingText
from portal.complaints.queries.work_list_rows import OwedClock, Row
from portal.complaints.queries.work_list_views import OF_FIGURES, View
from portal.domain.complaint import FiledFor
from portal.domain.handling.held_messages import Waiting
from portal.domain.text import Language, Text
from portal.domain.time.calendar import WorkingCalendar
from portal.domain.time.clock import is_overdue
from portal.domain.time.counting import receipt_day
from portal.domain.time.promise import Unit
from portal.pages.addresses import BACK, address_of
from portal.pages.current import current_language, gettext
from portal.pages.features import added
from portal.pages.filters import marked_text
from portal.pages.office.case import calendars_of, category_names, days_to, unit_of
from portal.pages.office.case.contributions import RowTag
from portal.pages.office.case.timeline import title_of
from portal.pages.office.wording import FILED_FOR, Tag, state_tag
from portal.pages.rewording import speaking_of
from portal.words.dates import deadline_kind, deadline_words, near_moments

_DaysTo = Callable[[datetime | None, date | None, Unit, datetime | None], int | None]
"""What counts the days to a due date, or to its last day where it has one."""
_A_NUMBER = "0000-000000"


class ShownRow(Struct, frozen=True):
    """A row of the list, in words; its `lang` where the subject is not in the page's language."""

    number: str
    address: str
    lang: str | None
    subject: str
    person: str
    category: Markup
    deadline: Tag | None
    tags: Sequence[Tag]
    last_event: str
    last_event_at: str


def shown_rows(
    rows: Sequence[Row], view: View, agency: Agency, now: datetime, zone: ZoneInfo
) -> list[ShownRow]:
    """Return the rows of a page of a view, in words: those of what each is held to be.

    From what a figure counts the page of a complaint leads back to this very list.
    """
    of_each = {
        nature: _RowWords(rows, view, agency, now, zone)
        for nature in dict.fromkeys(row.nature for row in rows)
    }
    return [_shown(row, of_each[row.nature]) for row in rows]


def _shown(row: Row, words: _RowWords) -> ShownRow:
    if row.nature is None:
        return words.shown(row)
    with speaking_of(row):
        return words.shown(row)


class _RowWords:
    """What words the rows of one page: what is equal in several is worded once."""

    def __init__(
        self, rows: Sequence[Row], view: View, agency: Agency, now: datetime, zone: ZoneInfo
    ) -> None:
        names, marks, language = category_names(agency), added(RowTag), current_language()
        self._view, self._agency, self._now, self._language = view, agency, now, language
        self._first = [mark.tag for mark in marks if mark.comes_first]
        self._after = [mark.tag for mark in marks if not mark.comes_first]
        self._before_number, self._after_number = _address_around_number(agency.code, view)
        self._calendars = calendars_of(agency, (row.category for row in rows))
        self._days_to = _counters(self._calendars, now)
        self._near_moment = near_moments(now, zone, language)
        self._category = cache(lambda code: marked_text(names.get(code, Text(code))))
        self._deadline = cache(partial(_deadline_tag, language))
        self._state = cache(state_tag)
        self._title = cache(title_of)
        self._level = cache(self._level_tag)

    def shown(self, row: Row) -> ShownRow:
        """Return a row in words."""
        return ShownRow(
            number=row.number,
            address=f"{self._before_number}{row.number}{self._after_number}",
            lang=None if row.language == self._language else f"{row.language}-CA",
            subject=row.subject,
            person=row.person or _nameless(row.filed_for),
            category=self._category(row.category),
            deadline=self._date_tag(row)
            if row.done_at is None
            else self._done_tag(row, row.done_at),
            tags=self._tags(row),
            last_event=self._title(row.last_event),
            last_event_at=self._near_moment(row.last_event_at),
        )

    def _date_tag(self, row: Row) -> Tag | None:
        """Return how many days are left, or how late it is by now, where a date is promised."""
        days, unit = self._days_left(row)
        return None if days is None else self._deadline(days, unit, self._is_soon(row.clock))

    def _done_tag(self, row: Row, done_at: datetime) -> Tag | None:
        """Return how late what is over was answered, or that it was in time: this stays so."""
        is_answered = row.answered_at is not None and done_at == row.answered_at
        if row.late_since is None:
            return _in_time_tag(is_answered) if row.promises.was_made else None
        calendar, unit = self._calendars[row.category], unit_of(row.within)
        days = days_to(row.late_since, None, calendar, unit, done_at)
        # Late is late, even where no day that counts lies between.
        late = deadline_words(min(days or 0, -1), self._language, unit)
        return Tag(gettext("Réponse avec %(late)s", late=late) if is_answered else late, "late")

    def _days_left(self, row: Row) -> tuple[int | None, Unit]:
        """Return the days left to answer, and what days they are.

        A promise that was missed stays late, whatever date came after, or none.
        """
        days_to_date = self._days_to[row.category]
        clock, missed_at = row.clock, row.missed_at
        unit = unit_of(row.within)
        is_due = clock is not None and clock.due_at == row.due_at and missed_at is None
        last_day, started_at = None, None
        if clock is not None and is_due:
            last_day, started_at = clock.last_day, clock.started_at
        return days_to_date(missed_at or row.due_at, last_day, unit, started_at), unit

    def _is_soon(self, clock: OwedClock | None) -> bool:
        """Tell whether four fifths of the time promised for an answer have passed."""
        if clock is None or clock.due_at is None:
            return False
        passed, whole = self._now - clock.started_at, clock.due_at - clock.started_at
        return not is_overdue(clock.due_at, self._now) and 5 * passed >= 4 * whole

    def _tags(self, row: Row) -> list[Tag]:
        """Return what marks a row: its level, what leaves, what features say, and its state."""
        code, clock = self._agency.code, row.clock
        tags = [
            self._level(row.level, row.holder) if row.level > 1 else None,
            _outgoing_tag(row.outgoing) if row.outgoing is not None else None,
            *[tag(row, code) for tag in self._first],
            self._state(row.status, row.last_event),
            _waiting_tag(clock) if clock is not None and clock.due_at is None else None,
            *[tag(row, code) for tag in self._after],
        ]
        return [tag for tag in tags if tag is not None]

    def _level_tag(self, level: int, holder: str) -> Tag:
        titles = {step.to: step.title.text for step in self._agency.settings.escalation}
        title = titles.get(holder, Text(holder)).in_(current_language())
        return Tag(gettext("Palier %(level)s : %(holder)s", level=level, holder=title), "up")


def _address_around_number(agency: str, view: View) -> tuple[str, str]:
    """Return what stands before and after its number in the address of a complaint of the list."""
    # Numbers are digits and hyphens, which no address quotes. The first is that of the page.
    origin = {BACK: asked_path()} if view in OF_FIGURES else {"vue": view}
    address = address_of("office.case", agency=agency, number=_A_NUMBER, **origin)
    before, _, after = address.partition(_A_NUMBER)
    return before, after


def _counters(calendars: Mapping[str, WorkingCalendar], now: datetime) -> dict[str, _DaysTo]:
    """Return what counts days, by category: those of one calendar count once what they share."""
    counters = {id(calendar): _counter(calendar, now) for calendar in calendars.values()}
    return {category: counters[id(calendar)] for category, calendar in calendars.items()}


def _counter(calendar: WorkingCalendar, now: datetime) -> _DaysTo:
    today = calendar.day_of(now)
    counted = cache(
        lambda due_at, last_day, unit, started_at: days_to(
            due_at, last_day, calendar, unit, now, started_at
        )
    )

    def days(
        due_at: datetime | None, last_day: date | None, unit: Unit, started_at: datetime | None
    ) -> int | None:
        # What all rows share is counted once: where each of them started matters to few.
        begins = started_at is not None and receipt_day(started_at, calendar) > today
        return counted(due_at, last_day, unit, started_at if begins else None)

    return days


def _deadline_tag(language: Language, days: int, unit: Unit, is_soon: bool) -> Tag:
    return Tag(deadline_words(days, language, unit), deadline_kind(days, is_soon))


def _in_time_tag(is_answered: bool) -> Tag:
    if is_answered:
        return Tag(gettext("Réponse à temps"), "ok")
    return Tag(gettext("Fin avant l’échéance"), "plain")


def _nameless(filed_for: str) -> str:
    """Return what stands for a name: nobody complains, none was wanted, or it was not passed on."""
    if filed_for in (FiledFor.ANONYMOUS, FiledFor.SERVICE):
        return gettext(FILED_FOR[filed_for])
    return gettext("Nom non communiqué")


def _outgoing_tag(outgoing: WaitingText) -> Tag:
    """Return what is about to leave, or whose reading it waits for."""
    if outgoing.waiting != Waiting.READER:
        return Tag(gettext("Sur le point de partir"), "info")
    is_mine = outgoing.author_id == current_user.user_id
    return Tag(gettext("En deuxième lecture") if is_mine else gettext("À relire"), "info")


def _waiting_tag(clock: OwedClock) -> Tag:
    """Return why no date runs."""
    words = gettext("Délai suspendu") if clock.is_stopped else gettext("Dossier à compléter")
    return Tag(words, "plain")
