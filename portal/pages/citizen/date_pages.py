"""How dates are counted: for one agency, from its own rules and calendar, and for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.agencies.agency import Agency, Consultation
from portal.auth.access import public
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
from portal.pages.languages import localized
from portal.pages.shown.agency import facts_now
from portal.words.catalogue import to_translate
from portal.words.dates import after_file_words, allowance_words, hours_words
from portal.words.explained import ExplainedWords, explained_words

_CLOSED_DAYS_SHOWN = 10
_LOOKED_AHEAD = timedelta(days=366)
_AFTER_OPENING = timedelta(hours=1)
_LATE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class CountedWait:
    """After how long an answer's time starts by itself; `subjects` as for the answer."""

    length: Allowance
    is_sample: bool
    subjects: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class CountedPause:
    """What an answer's time may stop for; `subjects` as for the answer."""

    reason: PauseReason
    is_sample: bool
    subjects: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """The opening hours, from a day on if they are still to come."""

    since: date | None
    hours: str


@dataclass(frozen=True, slots=True)
class CountedDays:
    """When it is open; `subjects` are those that alone are counted by these days."""

    subjects: tuple[Text, ...]
    hours: list[OpeningHours]
    closed: list[NotCounted]


@dataclass(frozen=True, slots=True)
class Example:
    """A complaint of this week, and the last day of one that came after closing that day.

    Where the time runs from the complete file, the file is complete at that moment.
    """

    explained: ExplainedWords
    late_day: date | None


@localized(bp, fr="/dates", en="/dates")
@public
def dates() -> ResponseReturnValue:
    """Say how any date is counted, and lead to the rules of each agency."""
    return render_template("citizen/dates.html", units=every_unit(), cards=listed())


@localized(bp, fr="/organismes/<code>/dates", en="/agencies/<code>/dates")
@public
def agency_dates(code: str) -> ResponseReturnValue:
    """Say how the dates of one agency are counted, with an example of this week."""
    portal = runtime()
    agency, now = portal.agencies.agency(code), portal.now()
    if not portal.agencies.in_force.takes_complaints(code, now):
        return redirect(url_for(".agency", code=code), 303)
    consultation = agency.consult()
    default = facts_now(agency, agency.settings.default_category)
    first_contact = consultation.allowance(default, Stage.FIRST_CONTACT)
    calendars, path = _calendars(consultation, now), consultation.escalation_path(default)
    answers, after = counted_answers(agency, consultation), after_answer(agency, consultation)
    lengths = [first_contact.allowance, *(answer.promise.allowance for answer in answers)]
    lengths += [step.within for step in path if step.within is not None]
    lengths += after.lengths
    return render_template(
        "citizen/agency_dates.html",
        agency=agency,
        first_contact=first_contact,
        answers=answers,
        units=unit_words(dict.fromkeys(length.unit for length in lengths)),
        waits=_waits(answers),
        calendars=calendars,
        zone=consultation.calendar().timezone,
        extensions=list(
            dict.fromkeys(filter(None, (answer.promise.extension for answer in answers)))
        ),
        pauses=_pauses(answers),
        path=path,
        after=after,
        silent=_silent(answers, consultation.recourses(default, now)),
        example=_example(answers[0].promise, consultation.calendar(default.category), now),
    )


def _waits(answers: list[CountedLength]) -> list[CountedWait]:
    """Return how long answers wait for the complete file, where they do."""
    by_wait: dict[tuple[Allowance, bool], list[CountedLength]] = {}
    for answer in answers:
        length, confidence = answer.promise.complete_within, answer.promise.complete_confidence
        if length is not None:
            by_wait.setdefault((length, confidence is Confidence.ASSUMED), []).append(answer)
    return [
        CountedWait(*wait, () if waiting == answers else tuple(_subjects(waiting)))
        for wait, waiting in by_wait.items()
    ]


def _pauses(answers: list[CountedLength]) -> list[CountedPause]:
    """Return what the time for an answer may stop for, where it may."""
    by_reason: dict[PauseReason, list[CountedLength]] = {}
    for answer in answers:
        for reason in answer.promise.pauses:
            by_reason.setdefault(reason, []).append(answer)
    return [
        CountedPause(
            reason,
            reason.confidence is Confidence.ASSUMED,
            () if pausing == answers else tuple(_subjects(pausing)),
        )
        for reason, pausing in by_reason.items()
    ]


def _subjects(answers: Iterable[CountedLength]) -> Iterable[Text]:
    return chain.from_iterable(answer.subjects for answer in answers)


def _calendars(consultation: Consultation, now: datetime) -> list[CountedDays]:
    """Return the agency's own days and hours, then those of the subjects that have others."""
    by_calendar: dict[WorkingCalendar, list[Text]] = {consultation.calendar(): []}
    for category in consultation.categories():
        by_calendar.setdefault(consultation.calendar(category.code), []).append(category.name)
    return [
        CountedDays(tuple(names) if rank else (), _hours(calendar, now), _closed(calendar, now))
        for rank, (calendar, names) in enumerate(by_calendar.items())
    ]


def _hours(calendar: WorkingCalendar, now: datetime) -> list[OpeningHours]:
    """Return the opening hours of today, and those that are to come."""
    today, language = calendar.day_of(now), current_language()
    opening = [OpeningHours(None, hours_words(calendar.hours_on(today), language))]
    for since, version in calendar.versions:
        words = hours_words(version.hours, language)
        if since > today and words != opening[-1].hours:
            opening.append(OpeningHours(since, words))
    return opening


def _closed(calendar: WorkingCalendar, now: datetime) -> list[NotCounted]:
    """Return the next days on which the agency is closed, weekends left out."""
    today = calendar.day_of(now)
    closed = calendar.closed_days_within(today, today + _LOOKED_AHEAD)
    return [day_off for day_off in closed if not is_weekend(day_off.day)][:_CLOSED_DAYS_SHOWN]


def _silent(
    answers: Iterable[CountedLength], recourses: Iterable[Recourse]
) -> list[tuple[str, Text]]:
    """Return after what time, in words, silence opens which recourse."""
    bodies = {recourse.code: recourse.body for recourse in recourses}
    opened = [(_length(answer.promise), answer.promise.silence or "") for answer in answers]
    return [(length, bodies[code]) for length, code in dict.fromkeys(opened) if code in bodies]


def _length(promise: Promise) -> str:
    in_words = allowance_words if promise.complete_within is None else after_file_words
    return in_words(promise.allowance, current_language())


def _example(promise: Promise, calendar: WorkingCalendar, now: datetime) -> Example:
    """Count for a complaint received an hour after opening, on a working day of this week."""
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
    return Example(words, late.last_day if is_working and at_once else None)


_NAMES: dict[Unit, str] = {
    Unit.HOURS: to_translate("Les heures"),
    Unit.WORKING_HOURS: to_translate("Les heures ouvrables"),
    Unit.WORKING_DAYS: to_translate("Les jours ouvrables"),
    Unit.CALENDAR_DAYS: to_translate("Les jours civils"),
    Unit.WEEKS: to_translate("Les semaines"),
    Unit.MONTHS: to_translate("Les mois"),
    Unit.YEARS: to_translate("Les années"),
}
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
_RULES: dict[Unit, tuple[str, ...]] = {
    Unit.HOURS: (
        to_translate("Les heures courent dès le moment de la réception."),
        to_translate("Elles courent aussi la nuit et les jours fermés."),
    ),
    Unit.WORKING_HOURS: (to_translate("Seules les heures d’ouverture comptent."), _LATER),
    Unit.WORKING_DAYS: (
        to_translate(
            "Le jour 0 est le jour de la réception. Le jour ouvrable suivant est le jour 1."
        ),
        _LATER,
        to_translate("Les fins de semaine et les jours fermés ne comptent pas."),
    ),
    Unit.CALENDAR_DAYS: (*_EVERY_DAY, _LANDING),
    Unit.WEEKS: (*_EVERY_DAY, _LANDING),
    Unit.MONTHS: (_EVERY_DAY[0], *_SAME_DAY, _LANDING),
    Unit.YEARS: (_EVERY_DAY[0], *_SAME_DAY, _LANDING),
}


@dataclass(frozen=True, slots=True)
class CountedLength:
    """A length that is promised; `subjects` are those it is for, none for all."""

    promise: Promise
    subjects: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class CountedReview:
    """Who reviews what the first level answered, and within what time."""

    title: Text
    within: Allowance


@dataclass(frozen=True, slots=True)
class AfterAnswer:
    """What an agency promises once it has answered: the closing, a review, the time to reopen."""

    closings: list[CountedLength]
    review: CountedReview | None
    reopening: Promise | None

    @property
    def lengths(self) -> list[Allowance]:
        """Every length of it."""
        promises = [closing.promise for closing in self.closings]
        promises += [self.reopening] if self.reopening else []
        reviews = [self.review.within] if self.review else []
        return [*reviews, *(promise.allowance for promise in promises)]


def counted_answers(agency: Agency, consultation: Consultation) -> list[CountedLength]:
    """Return the lengths promised for an answer, the one of the default category first."""

    def promised(category: str) -> Promise:
        return consultation.allowance(facts_now(agency, category), Stage.ANSWER)

    return _counted(agency, consultation, promised)


def after_answer(agency: Agency, consultation: Consultation) -> AfterAnswer:
    """Return what an agency promises after the answer, by the levels of its default category."""
    default = facts_now(agency, agency.settings.default_category)
    path, answer = (
        consultation.escalation_path(default),
        consultation.allowance(default, Stage.ANSWER),
    )
    reviews = [CountedReview(step.title, step.within or answer.allowance) for step in path[1:2]]
    return AfterAnswer(
        closings=_counted(agency, consultation, agency.configured.closing_promise),
        review=next(iter(reviews), None),
        reopening=agency.configured.reopening,
    )


def _counted(
    agency: Agency, consultation: Consultation, promised: Callable[[str], Promise]
) -> list[CountedLength]:
    default = agency.settings.default_category
    by_promise: dict[Promise, list[Text]] = {}
    for category in sorted(consultation.categories(), key=lambda offered: offered.code != default):
        by_promise.setdefault(promised(category.code), []).append(category.name)
    alone = len(by_promise) == 1
    return [
        CountedLength(promise, () if alone else tuple(names))
        for promise, names in by_promise.items()
    ]


@dataclass(frozen=True, slots=True)
class UnitWords:
    """A unit, and the rules by which it is counted."""

    name: str
    rules: tuple[str, ...]


def unit_words(units: Iterable[Unit]) -> list[UnitWords]:
    """Word how each of these units is counted, in the order given."""
    return [UnitWords(gettext(_NAMES[unit]), tuple(map(gettext, _RULES[unit]))) for unit in units]


def every_unit() -> list[UnitWords]:
    """Word how every unit is counted."""
    return unit_words(_NAMES)
