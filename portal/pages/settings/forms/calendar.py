"""When the agency works: its holidays, its own closures and its hours."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue

from portal.agencies.files.editing import with_values
from portal.agencies.settings.common import CalendarSettings, ClosureSettings
from portal.auth.access import requires
from portal.domain.permissions import Permission
from portal.domain.time.calendar import NotCounted, parse_hours
from portal.domain.time.closures import parse_closure
from portal.domain.time.holidays import JURISDICTIONS
from portal.pages.current import current_language, runtime
from portal.pages.forms import Problems
from portal.pages.languages import localized
from portal.pages.settings.blueprint import bp
from portal.pages.settings.forms.concerned import concerned_by
from portal.pages.settings.forms.saving import Outcome, answer_form, drafted_by, form_page
from portal.pages.settings.state import SettingsState, opens_settings
from portal.pages.texts import gettext
from portal.pages.typed import chosen, typed_line, typed_text
from portal.releases.effects import answer_day

_DAYS_SHOWN = 12
_OWN = re.compile(r"^calendar:", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class CalendarForm:
    """The fields as they were typed; `closures` has a day on each line."""

    jurisdiction: str
    hours: str
    closures: str

    @classmethod
    def of(cls, calendar: CalendarSettings) -> CalendarForm:
        """Return the form that a calendar fills."""
        closures = "\n".join(closure.on for closure in calendar.extra_closures)
        return cls(calendar.jurisdiction, calendar.hours, closures)

    @classmethod
    def read(cls) -> CalendarForm:
        """Read the form of the request."""
        jurisdiction = chosen("jurisdiction", frozenset(JURISDICTIONS))
        return cls(jurisdiction, typed_line("hours"), typed_text("closures"))

    @property
    def days(self) -> list[str]:
        """The closures, each once."""
        return list(dict.fromkeys(filter(None, map(str.strip, self.closures.split("\n")))))

    def problems(self) -> Problems:
        """Return what there is to correct, in the order of the page."""
        problems = Problems(["jurisdiction", "hours", "closures"])
        if not self.jurisdiction:
            problems.add("jurisdiction", gettext("Choisissez les jours fériés"))
        if not _is_read(parse_hours, self.hours):
            told = gettext("Écrivez les heures ainsi : 08:30-12:00, 13:00-16:30")
            problems.add("hours", told)
        for day in self.days:
            if not _is_read(parse_closure, day):
                told = gettext(
                    "« %(day)s » n’est pas un jour : écrivez 2026-12-24 ou 12-24", day=day
                )
                problems.add("closures", told)
        return problems

    def values(self, before: CalendarSettings) -> dict[str, Any]:
        """Return what the form writes in the calendar; a closure kept is kept as it was."""
        known = {closure.on: closure for closure in before.extra_closures}
        return {
            "jurisdiction": self.jurisdiction,
            "hours": self.hours,
            "timezone": before.timezone,
            "extra_closures": tuple(_written(known.get(day), day) for day in self.days),
            "changes": tuple(change.as_written for change in before.changes) or None,
        }


@localized(bp, fr="/reglages/<agency>/calendrier", en="/settings/<agency>/calendar")
@requires(Permission.CONFIGURE, agency_from="agency")
@opens_settings
def calendar(state: SettingsState) -> ResponseReturnValue:
    """Show when the agency works, and the next days on which it is closed."""
    return _page(state, CalendarForm.of(_calendar(state)), Outcome())


@localized(
    bp, fr="/reglages/<agency>/calendrier", en="/settings/<agency>/calendar", methods=("POST",)
)
@requires(Permission.CONFIGURE, agency_from="agency")
@opens_settings
def save_calendar(state: SettingsState) -> ResponseReturnValue:
    """Write the calendar in the draft, or only show what it would do."""
    form = CalendarForm.read()
    problems = form.problems()
    page = partial(_page, form=form)
    then = url_for(".index", agency=state.agency.code)
    return answer_form(state, problems, page, lambda: _text(state, form), then)


def _page(state: SettingsState, form: CalendarForm, outcome: Outcome) -> str:
    day, closed = (None, []) if outcome.problems else _effects(state, form)
    language = current_language()
    return form_page(
        "settings/forms/calendar.html",
        state,
        outcome,
        form=form,
        jurisdictions=[(code, one.name.in_(language)) for code, one in JURISDICTIONS.items()],
        zone=_calendar(state).timezone,
        changes=[change.from_ for change in _calendar(state).changes],
        day=day,
        concerned=concerned_by(state),
        closed=closed,
    )


def _effects(state: SettingsState, form: CalendarForm) -> tuple[date | None, list[NotCounted]]:
    """Return the day promised to a complaint received now, and the next days closed."""
    drafted, now = drafted_by(state, _text(state, form)), runtime().now()
    if drafted is None:
        return None, []
    works = drafted.consult().calendar()
    today = works.day_of(now)
    closed = works.closed_days_within(today, today + timedelta(days=366))
    holidays = [one for one in closed if one.day.isoweekday() <= 5]
    return answer_day(drafted, drafted.settings.default_category, now), holidays[:_DAYS_SHOWN]


def _text(state: SettingsState, form: CalendarForm) -> str:
    before = _calendar(state)
    values: Mapping[str, Any] = form.values(before)
    if _OWN.search(state.text):
        old = CalendarForm.of(before).values(before)
        values = {name: value for name, value in values.items() if value != old[name]}
    return with_values(state.text, "calendar", values)


def _calendar(state: SettingsState) -> CalendarSettings:
    calendar = state.settings.calendar
    assert calendar is not None, "settings that were read are complete"
    return calendar


def _written(closure: ClosureSettings | None, day: str) -> Any:
    return closure.as_written if closure is not None else day


def _is_read(parse: Any, words: str) -> bool:
    try:
        parse(words)
    except ValueError:
        return False
    return True
