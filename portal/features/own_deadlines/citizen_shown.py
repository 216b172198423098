"""The deadlines of a complaint as its complainant is shown them, and the days asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from flask import g, request
from msgspec import Struct

from portal.complaints.planning import plan_filing
from portal.complaints.queries.followed import PromisedDay, SentComplaint
from portal.domain.actor import complainant
from portal.domain.answers import read_answers
from portal.domain.complaint import Complaint, Draft
from portal.domain.question import Question, QuestionKind
from portal.domain.text import Text
from portal.domain.time.calendar import WorkingCalendar
from portal.domain.time.clock import ClockKind
from portal.domain.time.promise import Allowance
from portal.features.own_deadlines.queries import FOLLOWED, Deadlines, deadlines_of
from portal.features.own_deadlines.rules import (
    EndsFirst,
    Limit,
    OwnDeadline,
    RunsFrom,
    asked_limits,
    counted,
    ends_first,
)
from portal.pages.citizen.case_summary import CaseSummary
from portal.pages.citizen.journey import Journey
from portal.pages.current import current_language, runtime
from portal.pages.filters import text
from portal.pages.forms import Problems, TypedDay, typed_line

_DAY_FIELD = "depuis-"


class Shown(Struct, frozen=True):
    """A deadline as it stands today."""

    key: str
    deadline: OwnDeadline
    days_left: int
    is_past: bool

    @property
    def within(self) -> Allowance:
        """How long it is in all."""
        return Allowance.kept(self.deadline.within)

    @property
    def is_over(self) -> bool:
        """Tell whether nothing is to be done about it any more."""
        return self.is_past or self.deadline.done_on is not None


class AskedDay(Struct, frozen=True):
    """A day that the person knows and that is asked for, once for all the limits that need it.

    `field` is what the page calls it; `typed` fills it, and `given` is what was given before.
    """

    field: str
    since: Text
    limits: Sequence[Limit]
    typed: TypedDay
    given: date | None
    is_unknown: bool

    @property
    def bodies(self) -> str:
        """To whom one turns within the times that run from it."""
        return "; ".join(text(limit.body) for limit in self.limits)


class Seen(Struct, frozen=True):
    """What whoever follows a complaint sees of its deadlines."""

    known: Sequence[Shown]
    asked: Sequence[AskedDay]


def seen_by(summary: CaseSummary) -> Seen:
    """Return the deadlines of a complaint, and the days that may be given, or given anew."""
    complaint = summary.complaint
    kept = complaint.of(FOLLOWED)
    today = summary.calendar.day_of(summary.now)
    limits = _limits(complaint.facts, complaint.story)
    answers = complaint.facts.answers
    return Seen(_shown(kept, today), _asked_days(limits, kept, answers))


def limits_of_draft(journey: Journey) -> list[Limit]:
    """Return the limits that a draft meets, as far as the person knows what they run from."""
    return list(asked_limits(journey.consultation.notices(journey.filing)))


def limits_of_sent(complaint: SentComplaint) -> list[Limit]:
    """Return the limits that a complaint meets which was just sent."""
    return _limits(complaint.facts, complaint.story)


def known_at(
    limits: Iterable[Limit],
    answers: Mapping[str, object],
    calendar: WorkingCalendar,
    now: datetime,
) -> Sequence[Shown]:
    """Return what is known of limits before anything is sent, by what was answered."""
    today = calendar.day_of(now)
    told = {
        limit.key: counted(limit, began, RunsFrom.GIVEN, calendar, today)
        for limit in limits
        if (began := limit.began(answers)) is not None
    }
    return _shown(told, today)


def of_sent(complaint: SentComplaint) -> Sequence[Shown]:
    """Return the deadlines of a complaint that was just sent."""
    portal = runtime()
    calendar = portal.agencies.agency(complaint.facts.agency).consult().calendar()
    return _shown(_kept_of(complaint.id), calendar.day_of(portal.now()))


def _kept_of(complaint_id: int) -> Deadlines:
    """Return what is kept of a complaint that was just sent, read once a request."""
    read: dict[int, Deadlines] = g.setdefault("own_deadlines", {})
    if complaint_id not in read:
        read[complaint_id] = runtime().read(complainant(complaint_id), deadlines_of, complaint_id)
    return read[complaint_id]


def ending_first_on_check(journey: Journey) -> list[EndsFirst]:
    """Return the deadlines that end before the answer which sending now would promise."""
    limits = limits_of_draft(journey)
    if not limits:
        return []
    now, answers = runtime().now(), journey.filing.answers
    plan = plan_filing(journey.agency, journey.filing, now, journey.consultation)
    today = plan.calendar.day_of(now)
    known = known_at(limits, answers, plan.calendar, now)
    unknown = [limit for limit in limits if limit.began(answers) is None]
    answer_day = plan.clock(ClockKind.ANSWER).due.last_day
    own = [one.deadline for one in known]
    return ends_first(answer_day, own, unknown, plan.calendar, today, today)


def ending_first_when_sent(complaint: SentComplaint) -> list[EndsFirst]:
    """Return the deadlines that end before the answer which was just promised."""
    limits = limits_of_sent(complaint)
    known = {one.key: one.deadline for one in of_sent(complaint)}
    promised = None if complaint.is_withdrawn else complaint.day(ClockKind.ANSWER)
    return _ending_first(promised, known, limits, complaint.facts)


def ending_first(summary: CaseSummary) -> list[EndsFirst]:
    """Return the deadlines that end before the answer which is promised now."""
    complaint = summary.complaint
    limits = _limits(complaint.facts, complaint.story)
    return _ending_first(summary.promised, complaint.of(FOLLOWED), limits, complaint.facts)


def _ending_first(
    promised: PromisedDay | None, known: Deadlines, limits: Iterable[Limit], facts: Complaint
) -> list[EndsFirst]:
    if promised is None or promised.last_day is None:
        return []
    calendar = runtime().agencies.agency(facts.agency).consult().calendar(facts.category)
    filed_on, today = calendar.day_of(facts.received_at), calendar.day_of(runtime().now())
    unknown = [
        limit for limit in limits if limit.key not in known and limit.began(facts.answers) is None
    ]
    return ends_first(promised.last_day, known.values(), unknown, calendar, filed_on, today)


def days_typed(
    asked: Iterable[AskedDay], summary: CaseSummary, problems: Problems
) -> list[tuple[Limit, date]]:
    """Return the days that are given anew, each with its limits, or note what is wrong."""
    questions = [Question(day.field, day.since, kind=QuestionKind.DATE) for day in asked]
    today = summary.calendar.day_of(summary.now)
    answers, wrong = read_answers(questions, dict(request.form.lists()), today)
    problems.add_all(wrong, current_language())
    given = {day.field: _iso(answers.get(day.field)) for day in asked}
    return [
        (limit, began)
        for day in asked
        if (began := given[day.field]) is not None
        for limit in day.limits
    ]


def _iso(answer: object) -> date | None:
    return date.fromisoformat(answer) if isinstance(answer, str) else None


def _limits(facts: Complaint, story: str) -> list[Limit]:
    """Return the limits that a complaint meets, by its agency's settings of today."""
    draft = Draft(facts.category, story, facts.language, facts.answers)
    return list(asked_limits(runtime().agencies.agency(facts.agency).consult().notices(draft)))


def _shown(kept: Deadlines, today: date) -> Sequence[Shown]:
    """Return deadlines as they stand: what is still to be done first, the soonest at the top."""
    every = (Shown(key, one, one.days_left(today), one.is_past(today)) for key, one in kept.items())
    return sorted(every, key=lambda one: (one.is_over, one.deadline.last_day))


def _asked_days(
    limits: Iterable[Limit], kept: Deadlines, answers: Mapping[str, object]
) -> Sequence[AskedDay]:
    by_since: dict[str, list[Limit]] = {}
    for limit in limits:
        if limit.since is not None:
            by_since.setdefault(limit.since.fr, []).append(limit)
    return [_asked_day(together, kept, answers) for together in by_since.values()]


def _asked_day(limits: Sequence[Limit], kept: Deadlines, answers: Mapping[str, object]) -> AskedDay:
    first = limits[0]
    assert first.since is not None, "a day is asked for where something is known that it is of"
    field = _DAY_FIELD + first.key.replace(".", "-")
    told = [kept[limit.key].began_on for limit in limits if limit.key in kept]
    given = told[0] if told else first.began(answers)
    was_sent = f"{field}-day" in request.form
    return AskedDay(
        field=field,
        since=first.since,
        limits=limits,
        typed=_typed(field) if was_sent else TypedDay.of(given),
        given=given,
        is_unknown=len(told) < len(limits),
    )


def _typed(field: str) -> TypedDay:
    return TypedDay(*(typed_line(f"{field}-{part}") for part in ("day", "month", "year")))
