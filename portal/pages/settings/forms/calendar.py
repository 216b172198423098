"""When the agency works: its holidays, its own closures and its hours."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from portal.agencies.files.editing import with_values
from portal.agencies.settings.deadlines import CalendarSettings
from portal.agencies.settings.schema import AgencySettings
from portal.domain.text import Language
from portal.domain.time.calendar import NotCounted, parse_hours
from portal.domain.time.holidays import JURISDICTIONS
from portal.domain.time.opening_hours import parse_closure
from portal.pages.current import current_language, gettext, ngettext, runtime
from portal.pages.forms import Problems, typed_text
from portal.pages.settings.drafting.edit import Edit
from portal.pages.settings.drafting.fields import Choice, Field, Form, Line, unlike_lines
from portal.pages.settings.drafting.forms import TIME, Entry, SectionForm
from portal.releases.effects import answer_day
from portal.words.catalogue import to_translate

_DAYS_SHOWN = 12
_OWN = re.compile(r"^calendar:", re.MULTILINE)


@dataclass(frozen=True)
class Closures(Field):
    """Days of closure, one on each line; one that is kept is kept as it was."""

    name: str = "closures"

    def filled(self, current: CalendarSettings) -> Form:
        return {self.name: "\n".join(closure.on for closure in current.extra_closures)}

    def read(self, settings: AgencySettings | None, current: Any) -> Form:
        return {self.name: typed_text(self.name)}

    def check(self, form: Form, problems: Problems, main: Language) -> None:
        for day in unlike_lines(form[self.name]):
            if not _is_read(parse_closure, day):
                problem = gettext(
                    "« %(day)s » n’est pas un jour : écrivez 2026-12-24 ou 12-24", day=day
                )
                problems.add(self.name, problem)

    def written(self, form: Form, current: CalendarSettings) -> Mapping[str, Any]:
        known = {closure.on: closure.as_written for closure in current.extra_closures}
        days = unlike_lines(form[self.name])
        return {"extra_closures": tuple(known.get(day, day) for day in days)}


def _hours_are_read(edit: Edit, problems: Problems) -> None:
    if not _is_read(parse_hours, edit.form["hours"]):
        problems.add("hours", gettext("Écrivez les heures ainsi : 08:30-12:00, 13:00-16:30"))


def _is_read(parse: Callable[[str], object], words: str) -> bool:
    try:
        parse(words)
    except ValueError:
        return False
    return True


def _with_what_stays(edit: Edit, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Write beside the fields what a calendar says that has none, should it be said for all."""
    return {
        "jurisdiction": values["jurisdiction"],
        "hours": values["hours"],
        "timezone": edit.before.timezone,
        "extra_closures": values["extra_closures"],
        "changes": tuple(change.as_written for change in edit.before.changes) or None,
    }


def _write(edit: Edit) -> str:
    """Write the calendar as a whole, or what differs in one of the agency's own."""
    values = edit.values
    if _OWN.search(edit.state.text):
        before = replace(edit, form=edit.filled).values
        values = {name: value for name, value in values.items() if value != before[name]}
    return with_values(edit.state.text, "calendar", values)


def _shown(edit: Edit) -> Mapping[str, Any]:
    language, now, drafted = current_language(), runtime().now(), edit.drafted
    return {
        "jurisdictions": [
            (code, holidays.name.in_(language)) for code, holidays in JURISDICTIONS.items()
        ],
        "zone": edit.before.timezone,
        "changes": [change.from_ for change in edit.before.changes],
        "day": drafted and answer_day(drafted, drafted.settings.default_category, now),
        "closed": _closed_days(edit),
    }


def _closed_days(edit: Edit) -> list[NotCounted]:
    """Return the next days of the week on which the agency is closed under this form."""
    if edit.drafted is None:
        return []
    works = edit.drafted.consult().calendar()
    today = works.day_of(runtime().now())
    closed = works.closed_days_within(today, today + timedelta(days=366))
    return [day for day in closed if day.day.isoweekday() <= 5][:_DAYS_SHOWN]


def _holidays(settings: AgencySettings) -> str:
    calendar = settings.calendar
    place = JURISDICTIONS[calendar.jurisdiction].name.in_(current_language())
    more = len(calendar.extra_closures)
    if not more:
        return gettext("jours fériés : %(place)s", place=place)
    return ngettext(
        "jours fériés : %(place)s, et un autre jour",
        "jours fériés : %(place)s, et %(num)s autres jours",
        more,
        place=place,
    )


CALENDAR = SectionForm(
    "calendar",
    fr="calendrier",
    en="calendar",
    section=("calendar",),
    template="settings/forms/calendar.html",
    fields=(
        Choice("jurisdiction", lambda: JURISDICTIONS, to_translate("Choisissez les jours fériés")),
        Line("hours"),
        Closures(),
    ),
    says=lambda settings: settings.calendar,
    rules=_hours_are_read,
    shows=_shown,
    writes=_with_what_stays,
    write=_write,
    entry=Entry(TIME, to_translate("Calendrier"), _holidays),
)
