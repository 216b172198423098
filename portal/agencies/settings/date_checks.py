"""Checks between the fields of deadlines, changes of calendars, and redirects of notices."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from portal.agencies.files.places import (
    NO_DATE_QUESTION,
    NO_RECOURSE,
    Mistake,
    Place,
    codes_of,
    exists,
    unique,
)
from portal.agencies.settings.deadlines import (
    LIMITS_COUNTED_IN,
    CalendarSettings,
    working_calendar,
)
from portal.agencies.settings.length_checks import length_in
from portal.agencies.settings.recourse_checks import codes_of_recourses_for
from portal.domain.question import QuestionKind
from portal.domain.text import Said
from portal.domain.time.calendar import FEWEST_WORKING_DAYS, PoorYear, poor_year
from portal.domain.time.promise import Unit
from portal.words.catalogue import sentence

STAGES = (
    *("acknowledge", "first_contact", "answer"),
    *("reprisal", "urgent", "closing", "information_request", "recommendation_reply"),
    "accommodation",
)
ELAPSED = {Unit.HOURS: "hours", Unit.WORKING_HOURS: "working", Unit.WORKING_DAYS: "working"}


def deadlines_hold_together(root: Place) -> Iterator[Mistake]:
    """Yield a mistake for an unknown recourse, an odd length, or a start that never comes."""
    recourses = root.at("recourses")
    yield from check_deadlines(root.at("deadlines"), codes_of(recourses))
    for category in root.at("categories").items:
        own = codes_of_recourses_for(recourses, category)
        yield from check_deadlines(category.at("deadlines"), own)


def check_deadlines(deadlines: Place, recourses: Collection[str]) -> Iterator[Mistake]:
    """Yield what is wrong between the fields of what is promised for each stage."""
    for deadline in map(deadlines.at, STAGES):
        yield from exists(deadline.at("silence"), recourses, NO_RECOURSE)
        yield from _counts_alike(deadline, deadline.at("extension", "at_most"))
        yield from _pauses_hold_together(deadline)
        yield from _starts_in_the_end(deadline)


def limits_end_with_a_day(root: Place) -> Iterator[Mistake]:
    """Yield a mistake for a longest limit on contact that is counted in hours."""
    within = root.at("contact_limit", "within")
    longest = length_in(within)
    if longest is not None and longest.unit not in LIMITS_COUNTED_IN:
        yield within.mistake(
            sentence("une limite de contact se compte en jours, en semaines ou en mois")
        )


def _starts_in_the_end(deadline: Place) -> Iterator[Mistake]:
    starts, within = deadline.at("starts"), deadline.at("complete_within")
    waits = starts.text == "complete_file"
    if waits and deadline.steps[-1] != "answer":
        yield starts.mistake(sentence("seul le délai de réponse peut attendre le dossier"))
    elif waits and not within.is_there:
        yield within.mistake(sentence("manque : dites quand le délai part de lui-même"))
    elif within.is_said and not waits:
        yield deadline.mistake_in_key(
            "complete_within",
            sentence(
                "le délai part à la réception de la plainte : %(setting)s",
                setting="starts: complete_file",
            ),
        )


def _pauses_hold_together(deadline: Place) -> Iterator[Mistake]:
    pauses = deadline.at("pauses")
    if pauses.is_said and deadline.steps[-1] != "answer":
        yield deadline.mistake_in_key(
            "pauses", sentence("seul le délai de réponse peut être suspendu")
        )
    yield from unique(pauses)
    for pause in pauses.items:
        yield from _counts_alike(deadline, pause.at("at_most"))


def _counts_alike(deadline: Place, at_most: Place) -> Iterator[Mistake]:
    within, longer = length_in(deadline.at("within")), length_in(at_most)
    if within is not None and longer is not None and counting(within.unit) != counting(longer.unit):
        yield at_most.mistake(
            sentence(
                "« %(longer)s » ne se compte pas comme « %(within)s »",
                longer=str(longer),
                within=str(within),
            )
        )


def counting(unit: Unit) -> str:
    """Return how a length is counted: what is neither hours nor working time is calendar days."""
    return ELAPSED.get(unit, "calendar")


def calendars_change_in_order(root: Place) -> Iterator[Mistake]:
    """Yield what is wrong in the changes of the agency's calendar, and of each category's own."""
    yield from check_changes(root.at("calendar"))
    for category in root.at("categories").items:
        yield from check_changes(category.at("calendar"))


def calendars_leave_working_days(root: Place) -> Iterator[Mistake]:
    """Yield a mistake for each calendar that leaves too few working days to count a date in."""
    for owner in (root, *root.at("categories").items):
        yield from check_working_days(owner.at("calendar"))


def check_working_days(calendar: Place) -> Iterator[Mistake]:
    """Yield a mistake for a calendar that leaves too few working days in some year.

    One that cannot be, such as one whose changes are not in order, is told for that alone.
    """
    try:
        poor = poor_year(working_calendar(CalendarSettings.model_validate(calendar.value)))
    except ValueError:
        return
    if poor is not None:
        closures = calendar.at("extra_closures")
        yield (closures if closures.is_said else calendar).mistake(too_few_working_days(poor))


def too_few_working_days(poor: PoorYear) -> Said:
    """Return what is told of a year in which a calendar leaves too few working days."""
    return sentence(
        "ce calendrier ne laisse que %(days)s jours ouvrables en %(year)s : il en faut %(least)s",
        days=poor.working_days,
        year=poor.year,
        least=FEWEST_WORKING_DAYS,
    )


def check_recourses(root: Place) -> Iterator[Mistake]:
    """Yield what is wrong between the fields of the recourses in a file."""
    listed = root.at("recourses")
    for recourse in (*listed.items, *map(listed.at, listed.keys)):
        within = recourse.at("within")
        said = length_in(within)
        if said is not None and said.unit not in LIMITS_COUNTED_IN:
            yield within.mistake(
                sentence("un délai de recours se compte en jours, en semaines ou en mois")
            )
        for key in ("next_open_day", "confidence", "source"):
            if recourse.at(key).is_said and not within.is_there:
                yield recourse.mistake_in_key(key, sentence("il n’y a pas de délai à compter"))


def check_changes(calendar: Place) -> Iterator[Mistake]:
    """Yield a mistake for a change of a calendar that comes too early or changes nothing."""
    before: str | None = None
    for change in calendar.at("changes").items:
        day = change.at("from")
        since = str(day.value) if day.is_said else None
        if since is not None and before is not None and since <= before:
            yield day.mistake(
                sentence("doit venir après le changement précédent, %(day)s", day=before)
            )
        if since is not None and set(change.keys) == {"from"}:
            yield change.mistake(
                sentence("ne change rien : dites les heures, les fermetures ou les jours fériés")
            )
        before = since or before


def check_redirects(root: Place) -> Iterator[Mistake]:
    """Yield what is wrong between the fields of the redirects in a file."""
    questions = [
        question
        for category in root.at("categories").items
        for question in category.at("questions").items
        if question.at("kind").text == QuestionKind.DATE
    ]
    dates = [*filter(None, (question.at("code").text for question in questions))]
    for notice in root.at("notices").items:
        for redirect in notice.at("redirects").items:
            yield from time_runs_from_something(redirect)
            yield from exists(redirect.at("question"), dates, NO_DATE_QUESTION)


def time_runs_from_something(redirect: Place) -> Iterator[Mistake]:
    """Yield a mistake for a time without what it runs from, or the other way round."""
    within, since = redirect.at("within"), redirect.at("from")
    if within.is_said and not since.is_there:
        yield since.mistake(sentence("manque : dites à partir de quoi le délai court"))
    for key in ("from", "question"):
        if redirect.at(key).is_said and not within.is_there:
            yield redirect.mistake_in_key(key, sentence("il n’y a pas de délai qui en partirait"))
