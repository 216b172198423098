"""How dates are counted: for one agency, from its own rules and calendar, and for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Generic, TypeVar

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from msgspec import Struct

from portal.agencies.agency import Agency, Consultation
from portal.auth.access import public
from portal.domain.category import Category
from portal.domain.handling.notices import Recourse
from portal.domain.text import Text
from portal.domain.time.calendar import NotCounted, WorkingCalendar
from portal.domain.time.clock import ClockKind, count
from portal.domain.time.explanation import Rule, StartEvent, explain
from portal.domain.time.holidays import is_weekend
from portal.domain.time.promise import Allowance, Confidence, PauseReason, Promise, Stage, Unit
from portal.pages.citizen import bp
from portal.pages.citizen.agencies import listed
from portal.pages.current import current_language, gettext, runtime
from portal.pages.kept import kept
from portal.pages.languages import localized
from portal.pages.shown.agency import facts_now
from portal.words.catalogue import to_translate
from portal.words.dates import after_file_words, allowance_words, hours_words
from portal.words.explained import ExplainedWords, explained_words

_CLOSED_DAYS_SHOWN = 10
_LOOKED_AHEAD = timedelta(days=366)
_AFTER_OPENING = timedelta(hours=1)
_LATE = timedelta(minutes=1)

Value = TypeVar("Value")
_LATER = to_translate(
    "Reçue après la fermeture ou un jour fermé? On part du jour ouvrable suivant."
)
_EVERY_DAY = (
    to_translate("Le jour 0 est le jour de la réception, quelle que soit l’heure."),
    to_translate("Tous les jours comptent, les jours fermés aussi."),
)
_LANDING = to_translate("Si le dernier jour est fermé, la date passe au jour ouvrable suivant.")
_SAME_DAY = (
    to_translate("Le délai finit le même jour du mois."),
    to_translate("Si ce jour n’existe pas, il finit le dernier jour du mois."),
)
_UNITS: dict[Unit, tuple[str, tuple[str, ...]]] = {
    Unit.HOURS: (
        to_translate("Les heures"),
        (
            to_translate("Les heures courent dès le moment de la réception."),
            to_translate("Elles courent aussi la nuit et les jours fermés."),
        ),
    ),
    Unit.WORKING_HOURS: (
        to_translate("Les heures ouvrables"),
        (to_translate("Seules les heures d’ouverture comptent."), _LATER),
    ),
    Unit.WORKING_DAYS: (
        to_translate("Les jours ouvrables"),
        (
            to_translate(
                "Le jour 0 est le jour de la réception. Le jour ouvrable suivant est le jour 1."
            ),
            _LATER,
            to_translate("Les fins de semaine et les jours fermés ne comptent pas."),
        ),
    ),
    Unit.CALENDAR_DAYS: (to_translate("Les jours civils"), (*_EVERY_DAY, _LANDING)),
    Unit.WEEKS: (to_translate("Les semaines"), (*_EVERY_DAY, _LANDING)),
    Unit.MONTHS: (to_translate("Les mois"), (_EVERY_DAY[0], *_SAME_DAY, _LANDING)),
    Unit.YEARS: (to_translate("Les années"), (_EVERY_DAY[0], *_SAME_DAY, _LANDING)),
}
"""How each unit of time is called, and the rules by which it is counted."""


class Counted(Struct, Generic[Value], frozen=True):
    """What is counted in the same way for `subjects`; none are named where it is for all."""

    value: Value
    is_sample: bool
    subjects: tuple[Text, ...]


@localized(bp, fr="/dates", en="/dates")
@public
@kept()
def dates() -> ResponseReturnValue:
    """Say how any date is counted, and lead to the rules of each agency."""
    return render_template("citizen/dates.html", units=unit_words(Unit), cards=listed())


@localized(bp, fr="/organismes/<code>/dates", en="/agencies/<code>/dates")
@public
@kept()
def agency_dates(code: str) -> ResponseReturnValue:
    """Say how the dates of one agency are counted, with an example of this week."""
    portal = runtime()
    agency, now = portal.agencies.agency(code), portal.now()
    if not portal.agencies.in_force.takes_complaints(code, now):
        return redirect(url_for(".agency", code=code), 303)
    consultation = agency.consult()
    default = facts_now(agency, agency.settings.default_category)
    first_contact = consultation.allowance(default, Stage.FIRST_CONTACT)
    path = consultation.escalation_path(default)
    categories = consultation.categories()
    answers = _promises(
        agency,
        categories,
        lambda code: consultation.allowance(facts_now(agency, code), Stage.ANSWER),
    )
    promises = [answer.value for answer in answers]
    reviews = [replace(step, within=step.within or promises[0].allowance) for step in path[1:2]]
    closings = _promises(agency, categories, partial(agency.configured.promise, "closing"))
    reopening = agency.configured.reopening
    after = [*(closing.value for closing in closings), *([reopening] if reopening else [])]
    lengths = [promise.allowance for promise in (first_contact, *promises)]
    lengths += [step.within for step in (*path, *reviews) if step.within is not None]
    lengths += [promise.allowance for promise in after]
    explained, late_day = _example(promises[0], consultation.calendar(default.category), now)
    return render_template(
        "citizen/agency_dates.html",
        agency=agency,
        first_contact=first_contact,
        answers=answers,
        units=unit_words(dict.fromkeys(length.unit for length in lengths)),
        waits=_waits(answers),
        calendars=_calendars(consultation, now),
        zone=consultation.calendar().timezone,
        extensions=list(dict.fromkeys(filter(None, (promise.extension for promise in promises)))),
        pauses=_pauses(answers),
        path=path,
        closings=closings,
        review=next(iter(reviews), None),
        reopening=reopening,
        silent=_silent(promises, consultation.recourses(default, now)),
        explained=explained,
        late_day=late_day,
    )


def unit_words(units: Iterable[Unit]) -> list[tuple[str, list[str]]]:
    """Word how each of these units is called and counted, in the order given."""
    return [
        (gettext(name), [gettext(rule) for rule in rules])
        for name, rules in (_UNITS[unit] for unit in units)
    ]


def _promises(
    agency: Agency, categories: Iterable[Category], promised: Callable[[str], Promise]
) -> list[Counted[Promise]]:
    """Return what is promised for these categories, first for the default one."""
    default = agency.settings.default_category
    ordered = sorted(categories, key=lambda offered: offered.code != default)
    promises = [((category.name,), promised(category.code)) for category in ordered]
    counted = ((subject, promise, promise.confidence) for subject, promise in promises)
    return _by_value(counted, tuple(category.name for category in ordered))


def _waits(answers: Iterable[Counted[Promise]]) -> list[Counted[Allowance]]:
    """Return after how long an answer's time starts by itself, where it waits for the file."""
    counted = (
        (answer.subjects, answer.value.complete_within, answer.value.complete_confidence)
        for answer in answers
        if answer.value.complete_within is not None
    )
    return _by_value(counted, _subjects(answers))


def _pauses(answers: Iterable[Counted[Promise]]) -> list[Counted[PauseReason]]:
    """Return what the time for an answer may stop for, where it may."""
    counted = (
        (answer.subjects, reason, reason.confidence)
        for answer in answers
        for reason in answer.value.pauses
    )
    return _by_value(counted, _subjects(answers))


def _subjects(answers: Iterable[Counted[Promise]]) -> tuple[Text, ...]:
    return tuple(subject for answer in answers for subject in answer.subjects)


def _by_value(
    counted: Iterable[tuple[tuple[Text, ...], Value, Confidence]], every: tuple[Text, ...]
) -> list[Counted[Value]]:
    """Return each value once, with its subjects unless it is for `every` one."""
    by_value: dict[tuple[Value, bool], tuple[Text, ...]] = {}
    for subjects, value, confidence in counted:
        held = value, confidence is Confidence.ASSUMED
        by_value[held] = by_value.get(held, ()) + subjects
    return [
        Counted(*held, () if subjects == every else subjects) for held, subjects in by_value.items()
    ]


Days = tuple[list[Text], list[tuple[date | None, str]], list[NotCounted]]


def _calendars(consultation: Consultation, now: datetime) -> list[Days]:
    """Return the agency's own hours and closed days, then those of subjects that have others."""
    own = consultation.calendar()
    by_calendar: dict[WorkingCalendar, list[Text]] = {own: []}
    for category in consultation.categories():
        calendar = consultation.calendar(category.code)
        if calendar != own:
            by_calendar.setdefault(calendar, []).append(category.name)
    return [
        (names, _hours(calendar, now), _closed(calendar, now))
        for calendar, names in by_calendar.items()
    ]


def _hours(calendar: WorkingCalendar, now: datetime) -> list[tuple[date | None, str]]:
    """Return the opening hours of today, and those to come with their first day."""
    today, language = calendar.day_of(now), current_language()
    opening: list[tuple[date | None, str]] = [
        (None, hours_words(calendar.hours_on(today), language))
    ]
    for since, version in calendar.versions:
        words = hours_words(version.hours, language)
        if since > today and words != opening[-1][1]:
            opening.append((since, words))
    return opening


def _closed(calendar: WorkingCalendar, now: datetime) -> list[NotCounted]:
    """Return the next days on which the agency is closed, weekends left out."""
    today = calendar.day_of(now)
    closed = calendar.closed_days_within(today, today + _LOOKED_AHEAD)
    return [day_off for day_off in closed if not is_weekend(day_off.day)][:_CLOSED_DAYS_SHOWN]


def _silent(promises: Iterable[Promise], recourses: Iterable[Recourse]) -> list[tuple[str, Text]]:
    """Return after what time, in words, silence opens which recourse."""
    bodies = {recourse.code: recourse.body for recourse in recourses}
    opened = [(_length(promise), promise.silence or "") for promise in promises]
    return [(length, bodies[code]) for length, code in dict.fromkeys(opened) if code in bodies]


def _length(promise: Promise) -> str:
    in_words = allowance_words if promise.complete_within is None else after_file_words
    return in_words(promise.allowance, current_language())


def _example(
    promise: Promise, calendar: WorkingCalendar, now: datetime
) -> tuple[ExplainedWords, date | None]:
    """Count for a complaint received an hour after opening, on a working day of this week.

    Return also the last day of one that came after closing that day. Where the time runs from the
    complete file, the file is complete at that moment.
    """
    today = calendar.day_of(now)
    day = calendar.working_day_from(today - timedelta(days=today.weekday()))
    opens, _ = next(calendar.openings(day))
    due = count(opens + _AFTER_OPENING, promise.allowance, calendar)
    late = count(calendar.closes_at(day) + _LATE, promise.allowance, calendar)
    rule = Rule(promise.basis, promise.confidence, 0, None)
    at_once = promise.complete_within is None
    start = StartEvent.RECEIVED if at_once else StartEvent.FILE_COMPLETED
    explanation = explain(ClockKind.ANSWER, 1, rule, start, due, due.due_at)
    is_working = promise.allowance.unit in (Unit.WORKING_DAYS, Unit.WORKING_HOURS)
    words = explained_words(explanation, current_language(), runtime().features.clock_words)
    return words, late.last_day if is_working and at_once else None
