"""The dates that are promised, counted as the portal counts them, and what their time stops for.

A time that is called certain names the page that publishes it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import pairwise

from portal.agencies.settings.fields import Settings
from portal.conformance.kit import cases
from portal.conformance.kit.asked import clock_of
from portal.conformance.kit.check import Findings, Subject, Topic
from portal.domain.complaint import Complaint, Status
from portal.domain.text import Text
from portal.domain.time.calendar import WorkingCalendar
from portal.domain.time.clock import extend
from portal.domain.time.due_date import DueDate
from portal.domain.time.promise import Allowance, Confidence, PauseReason, Promise, Stage
from portal.domain.time.promised_dates import promise_facts, promise_from

dates = Topic("promised dates")
sources = Topic("sources")
pauses = Topic("pauses")

# Every hour of the day comes up, around both changes of the clocks and New Year.
RECEIPTS = [datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=37 * n) for n in range(720)]

ANSWER_WITHIN = timedelta(days=400)
ENDS_WITHIN = timedelta(days=100)


@dates.check(
    protects="citizens: a length of nothing promises nothing",
    mend="Answer an Allowance of 1 or more.",
)
def each_length_of_time_is_at_least_one(subject: Subject) -> Findings:
    """Every promised length, extensions included, is at least one of its unit."""
    for complaint, stage, promise in _promises(subject):
        more = promise.extension
        lengths = [promise.allowance, *([more.at_most] if more else [])]
        if any(length.amount < 1 for length in lengths) or (more and more.times < 1):
            yield f"{cases.name_of(complaint)}, {stage}: {', '.join(map(str, lengths))}"


@dates.check(
    protects="citizens: a date that cannot be counted stops the sending of a complaint",
    mend="Promise a length that leads to a date; years have four digits.",
)
def each_promise_leads_to_a_date(subject: Subject) -> Findings:
    """Every promise can be counted from its receipt, and its extension after it."""
    return (
        f"{cases.name_of(complaint)}, {stage}: {promise.allowance} cannot be counted"
        for complaint, stage, promise in _sound_promises(subject)
        if not _can_be_counted(subject, promise, complaint.category)
    )


@dates.check(
    protects="citizens: nobody waits longer than a year without a right to know why",
    mend="Promise an answer within a year, and put off what takes longer by an extension.",
)
def each_answer_is_promised_within_about_a_year(subject: Subject) -> Findings:
    """The first date promised for an answer comes within 400 days."""
    for complaint in subject.asked.complaints:
        promise = subject.asked.allowance(complaint, Stage.ANSWER)
        due = _due(subject, promise, cases.RECEIVED_AT, complaint.category)
        if due and due.due_at and due.due_at - cases.RECEIVED_AT > ANSWER_WITHIN:
            yield f"{cases.name_of(complaint)}: {promise.allowance}"


@dates.check(
    protects="citizens: somebody calls before the answer is due, not after",
    mend="Make the time to answer the longest of the three.",
)
def nothing_is_promised_after_the_answer(subject: Subject) -> Findings:
    """Acknowledgement and first contact are due no later than the answer."""
    for complaint in subject.asked.complaints:
        promises = [subject.asked.allowance(complaint, stage) for stage in Stage]
        received_at, category = cases.RECEIVED_AT, complaint.category
        due = [_due(subject, promise, received_at, category) for promise in promises]
        moments = [due_date.due_at for due_date in due if due_date and due_date.due_at]
        if len(moments) == len(due) and max(moments) > moments[-1]:
            lengths = ", ".join(str(promise.allowance) for promise in promises)
            yield f"{cases.name_of(complaint)}: {lengths}"


@dates.check(
    protects="citizens: a date that is past when it is promised was never kept",
    mend="Look at the calendar and at the length of the promise.",
)
def no_date_comes_before_its_receipt(subject: Subject) -> Findings:
    """Received at any hour of three years, a complaint is due after its receipt."""
    return (
        f"{case}: received {due_date.started_at}, due {due_date.due_at}"
        for case, due in _over_years(subject)
        for due_date in due
        if due_date.due_at and due_date.due_at <= due_date.started_at
    )


@dates.check(
    protects="citizens: who complains later is not answered earlier",
    mend="Look at the calendar's hours and closures around the days that are named.",
)
def dates_never_go_backwards(subject: Subject) -> Findings:
    """Over three years, a later receipt never has an earlier date."""
    return (
        f"{case}: received {later.started_at}, due {later.due_at}"
        for case, due in _over_years(subject)
        for earlier, later in pairwise(due)
        if earlier.due_at and later.due_at and later.due_at < earlier.due_at
    )


@dates.check(
    protects="citizens: they can count a date again, day by day",
    mend="Give each closure a name; the explanation lists it.",
)
def each_date_can_be_stored_with_its_explanation(subject: Subject) -> Findings:
    """What is stored of a promise and of its date is read again as the same."""
    for complaint, stage, promise in _sound_promises(subject):
        case = f"{cases.name_of(complaint)}, {stage}"
        due = _due(subject, promise, cases.RECEIVED_AT, complaint.category)
        if promise_from(_as_stored(promise_facts(promise))) != promise:
            yield f"{case}: the promise is read otherwise"
        if due and DueDate.from_facts(_as_stored(due.as_facts())) != due:
            yield f"{case}: the date is read otherwise"


@dates.check(
    protects="citizens: an extension that shortens is no extension",
    mend="Count the extension as the promise is counted.",
)
def each_extension_moves_the_date_ahead(subject: Subject) -> Findings:
    """An extension leads to a later date and is counted as the promise is."""
    for complaint, stage, promise in _sound_promises(subject):
        more = promise.extension
        if more and _working(more.at_most) != _working(promise.allowance):
            case = f"{cases.name_of(complaint)}, {stage}"
            yield f"{case}: {more.at_most} does not count as {promise.allowance}"


@dates.check(
    protects="citizens: an answer that waits for a file could wait for ever",
    mend="Answer a complete_within of 1 or more, which passes within about a year.",
)
def each_time_that_waits_starts_in_the_end(subject: Subject) -> Findings:
    """Where the time for the answer waits for the complete file, it starts by itself one day."""
    for complaint in subject.asked.complaints:
        wait = subject.asked.allowance(complaint, Stage.ANSWER).complete_within
        if wait is not None and not _ends(subject, wait, complaint.category):
            yield f"{cases.name_of(complaint)}: starts by itself after {wait}"


@dates.check(
    protects="citizens: what opens by silence must be there when silence comes",
    mend="Let recourses name the code of `silence`, or leave it out of the promise.",
)
def silence_opens_a_recourse_that_is_named(subject: Subject) -> Findings:
    """The recourse that silence opens is among those named when it opens."""
    for complaint in subject.asked.complaints:
        promise = subject.asked.allowance(complaint, Stage.ANSWER)
        due = _due(subject, promise, cases.RECEIVED_AT, complaint.category)
        if promise.silence is None or due is None or due.due_at is None:
            continue
        recourses = [recourse.code for recourse in subject.asked.recourses(complaint, due.due_at)]
        if promise.silence not in recourses:
            yield f'{cases.name_of(complaint)}: "{promise.silence}" is not among {recourses}'


@dates.check(
    protects="citizens: they see what a promise rests on",
    mend="Write the rule in `basis`, in French and in English.",
)
def each_promise_says_what_it_rests_on(subject: Subject) -> Findings:
    """Every promise has its basis in both languages."""
    return (
        f"{cases.name_of(complaint)}, {stage}: the basis is empty in one language"
        for complaint, stage, promise in _promises(subject)
        if not promise.basis.fr.strip() or not promise.basis.en.strip()
    )


@dates.check(
    protects="citizens: a promise made at the counter stays when the complaint moves",
    mend="Let allowance look at the answers and the category, not at the status.",
)
def a_promise_does_not_move_with_the_status(subject: Subject) -> Findings:
    """The time to answer is the same whatever the complaint's status."""
    for complaint in subject.asked.complaints:
        own = subject.asked.allowance(complaint, Stage.ANSWER).allowance
        for status in Status:
            later = subject.asked.allowance(replace(complaint, status=status), Stage.ANSWER)
            if later.allowance != own:
                yield f"{cases.name_of(complaint)}: {own}, once {status} {later.allowance}"


@sources.check(
    protects="citizens: a figure called certain can be read at its source",
    mend="Write the page in `source`, or call the figure inferred or assumed.",
)
def each_sourced_time_names_its_page(subject: Subject) -> Findings:
    """Every time of the settings that is sourced, and can name a page, links to it."""
    for place, value in _with_source(subject.sound, ""):
        is_sourced = getattr(value, "confidence", None) is Confidence.SOURCED
        if is_sourced and not (getattr(value, "source", None) or "").startswith("https://"):
            yield f'{place}: "{getattr(value, "within", None)}" is sourced and has no page'


@pauses.check(
    protects="citizens: a time that stands still for ever is no promise",
    mend="Answer an at_most of 1 or more, which passes within about three months, and times of 1.",
)
def each_pause_ends_in_time(subject: Subject) -> Findings:
    """Whatever an answer's time stops for, it goes on by itself within 100 days."""
    return (
        f"{cases.name_of(complaint)}, {reason.code}: {reason.times} x {reason.at_most}"
        for complaint, reason in _reasons(subject)
        if reason.times < 1 or not _pause_ends(subject, reason, complaint.category)
    )


@pauses.check(
    protects="citizens: they are told what the time stands still for, and it is asked of them once",
    mend="Give each reason a code of its own and a name in French and in English.",
)
def each_pause_is_named_and_has_its_own_code(subject: Subject) -> Findings:
    """Every reason has a name in both languages, and no reason has the code of another."""
    for complaint in subject.asked.complaints:
        reasons = subject.asked.allowance(complaint, Stage.ANSWER).pauses
        codes = [reason.code for reason in reasons]
        for reason in reasons:
            is_named = reason.name.fr.strip() and reason.name.en.strip()
            if not is_named or codes.count(reason.code) > 1:
                yield f"{cases.name_of(complaint)}: {reason.code}"


@pauses.check(
    protects="citizens: somebody calls in time, whatever is still missing",
    mend="Leave `pauses` out of every promise but that of the answer.",
)
def only_the_answer_stands_still(subject: Subject) -> Findings:
    """No time but the one for the answer can be stopped."""
    return (
        f"{cases.name_of(complaint)}, {stage}"
        for complaint in subject.asked.complaints
        for stage in (Stage.ACKNOWLEDGE, Stage.FIRST_CONTACT)
        if subject.asked.allowance(complaint, stage).pauses
    )


def _promises(subject: Subject) -> Iterator[tuple[Complaint, Stage, Promise]]:
    return (
        (complaint, stage, subject.asked.allowance(complaint, stage))
        for complaint in subject.asked.complaints
        for stage in Stage
    )


def _sound_promises(subject: Subject) -> Iterator[tuple[Complaint, Stage, Promise]]:
    return (promised for promised in _promises(subject) if promised[-1].allowance.amount > 0)


def _due(subject: Subject, promise: Promise, moment: datetime, category: str) -> DueDate | None:
    return _counted(promise, moment, subject.asked.calendar(category))


def _counted(promise: Promise, moment: datetime, calendar: WorkingCalendar) -> DueDate | None:
    if promise.allowance.amount < 1:
        return None
    clock = clock_of(promise, moment, calendar)
    return clock.due if clock else None


def _over_years(subject: Subject) -> Iterator[tuple[str, tuple[DueDate, ...]]]:
    """Yield the dates of each different length and calendar, from every receipt."""
    lengths = dict.fromkeys(promise.allowance for _, _, promise in _promises(subject))
    return (
        (f"{length}, by the days of {whose}", _from_every_receipt(length, calendar))
        for whose, calendar in subject.asked.calendars.items()
        for length in lengths
    )


# Several checks look at them, and many agencies count alike.
@lru_cache(maxsize=64)
def _from_every_receipt(length: Allowance, calendar: WorkingCalendar) -> tuple[DueDate, ...]:
    promise = Promise(length, Text("Durée", "Length"))
    due = (_counted(promise, moment, calendar) for moment in RECEIPTS)
    return tuple(due_date for due_date in due if due_date is not None)


def _ends(subject: Subject, wait: Allowance, category: str) -> bool:
    promise = Promise(wait, Text("Dossier complet", "Complete file"))
    due = _due(subject, promise, cases.RECEIVED_AT, category)
    return bool(due and due.due_at and due.due_at - cases.RECEIVED_AT <= ANSWER_WITHIN)


def _can_be_counted(subject: Subject, promise: Promise, category: str) -> bool:
    due = _due(subject, promise, cases.RECEIVED_AT, category)
    if due is None or promise.extension is None:
        return due is not None
    try:
        extend(due, promise.extension.at_most, subject.asked.calendar(category))
    except (OverflowError, ValueError):
        return False
    return True


def _working(length: Allowance) -> bool:
    return length.unit.startswith("working")


def _as_stored(facts: dict[str, object]) -> dict[str, object]:
    stored: dict[str, object] = json.loads(json.dumps(facts))
    return stored


def _with_source(value: object, place: str) -> Iterator[tuple[str, Settings]]:
    """Yield everything within some settings that can name a source, and where it stands."""
    if isinstance(value, tuple):
        for rank, inner in enumerate(value):
            yield from _with_source(inner, f"{place}[{rank}]")
    elif isinstance(value, Settings):
        if "source" in type(value).model_fields:
            yield place, value
        for name, inner in value:
            yield from _with_source(inner, f"{place}.{name}".lstrip("."))


def _reasons(subject: Subject) -> Iterator[tuple[Complaint, PauseReason]]:
    return (
        (complaint, reason)
        for complaint in subject.asked.complaints
        for reason in subject.asked.allowance(complaint, Stage.ANSWER).pauses
    )


def _pause_ends(subject: Subject, reason: PauseReason, category: str) -> bool:
    if reason.at_most.amount < 1:
        return False
    calendar = subject.asked.calendar(category)
    wait = clock_of(Promise(reason.at_most, reason.name), cases.RECEIVED_AT, calendar)
    ends_at = wait and wait.due.due_at
    return bool(ends_at and ends_at - cases.RECEIVED_AT <= ENDS_WITHIN)
