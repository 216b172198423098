"""The rows of a work list in words: who, about what, until when, and where the work stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from flask_login import current_user
from markupsafe import Markup

from portal.agencies.agency import Agency
from portal.complaints.queries.held_messages import WaitingText
from portal.complaints.queries.work_list import View
from portal.complaints.queries.work_list_rows import OwedClock, Row
from portal.domain.complaint import FiledFor
from portal.domain.handling.held_messages import Waiting
from portal.domain.text import Text
from portal.domain.time.clock import days_counted, is_overdue
from portal.domain.time.promise import Allowance, Unit
from portal.pages.current import current_language, gettext
from portal.pages.features import added
from portal.pages.filters import marked_text
from portal.pages.office.case import calendars_of, category_names, days_to
from portal.pages.office.case.contributions import RowTag
from portal.pages.office.case.timeline import title_of
from portal.pages.office.wording import Tag, state_tag

_SOON_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of the list, in words."""

    complaint: Row
    person: str
    category: Markup
    days: int | None
    unit: Unit
    is_soon: bool
    tags: Sequence[Tag]
    last_event: str


def shown_rows(rows: Sequence[Row], view: View, agency: Agency, now: datetime) -> list[ShownRow]:
    """Return the rows of a page of a view, in words."""
    words = _RowWords(rows, view, agency, now)
    return [words.shown(row) for row in rows]


class _RowWords:
    """What words the rows of one page: what is equal in several is worded once."""

    def __init__(self, rows: Sequence[Row], view: View, agency: Agency, now: datetime) -> None:
        names, marks = category_names(agency), added(RowTag)
        self._view, self._agency, self._now = view, agency, now
        self._calendars = calendars_of(agency, (row.category for row in rows))
        self._first = [mark.tag for mark in marks if mark.comes_first]
        self._after = [mark.tag for mark in marks if not mark.comes_first]
        self._category = cache(lambda code: marked_text(names.get(code, Text(code))))
        self._nameless = cache(_nameless)
        self._state = cache(state_tag)
        self._title = cache(title_of)

    def shown(self, row: Row) -> ShownRow:
        """Return a row in words."""
        days, unit = self._days_left(row)
        return ShownRow(
            complaint=row,
            person=row.person or self._nameless(row.filed_for),
            category=self._category(row.category),
            days=days,
            unit=unit,
            is_soon=self._is_soon(row.clock),
            tags=self._tags(row),
            last_event=self._title(row.last_event),
        )

    def _days_left(self, row: Row) -> tuple[int | None, Unit]:
        """Return the days left to answer, or to act on reprisals, and what days they are.

        A promise that was missed stays late, whatever date came after.
        """
        calendar, now = self._calendars[row.category], self._now
        if self._view is View.REPRISALS:
            unit = Unit.WORKING_DAYS
            return days_to(row.reprisal_due_at, None, calendar, unit, now), unit
        clock, missed_at = row.clock, row.missed_at
        unit = days_counted(Allowance.parse(clock.allowance).unit) if clock else Unit.WORKING_DAYS
        is_due = clock is not None and clock.due_at == row.due_at and missed_at is None
        last_day = clock.last_day if clock is not None and is_due else None
        due_at = row.due_at and (missed_at or row.due_at)
        return days_to(due_at, last_day, calendar, unit, now), unit

    def _is_soon(self, clock: OwedClock | None) -> bool:
        """Tell whether four fifths of the time promised for an answer have passed."""
        if self._view is View.REPRISALS or clock is None or clock.due_at is None:
            return False
        passed, whole = self._now - clock.started_at, clock.due_at - clock.started_at
        return not is_overdue(clock.due_at, self._now) and passed >= _SOON_SHARE * whole

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

    def _level(self, level: int, holder: str) -> Tag:
        titles = {step.to: step.title.text for step in self._agency.settings.escalation}
        title = titles.get(holder, Text(holder)).in_(current_language())
        return Tag(gettext("Palier %(level)s : %(holder)s", level=level, holder=title), "up")


def _nameless(filed_for: str) -> str:
    """Return what stands for a name: none was wanted, or it was not passed on to this agency."""
    is_anonymous = filed_for == FiledFor.ANONYMOUS
    return gettext("Anonyme") if is_anonymous else gettext("Nom non communiqué")


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
