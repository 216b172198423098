"""The dates of one complaint, promised before it is sent and explained afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portal.complaints.planning import FilingPlan
from portal.complaints.queries.kept_clocks import KeptClock, explained
from portal.domain.time.calendar import WorkingCalendar
from portal.domain.time.clock import ANSWERING, ClockKind
from portal.domain.time.due_date import DueDate
from portal.domain.time.promised_dates import PlannedClock
from portal.pages.current import current_language, runtime
from portal.words.explained import ExplainedWords, explained_words


@dataclass(frozen=True, slots=True)
class ShownDates:
    """What is promised; `file_due` is when a time that waits for the file starts by itself.

    `intake` is by when the intake desk hands the complaint on; no other agency does.
    """

    first_contact: PlannedClock
    answer: PlannedClock
    file_due: DueDate | None
    file_is_sample: bool
    intake: PlannedClock | None


def shown_dates(plan: FilingPlan) -> ShownDates:
    """Return what a plan promises, as pages tell it."""
    return ShownDates(
        first_contact=plan.clock(ClockKind.FIRST_CONTACT),
        answer=plan.clock(ClockKind.ANSWER),
        file_due=plan.file_due,
        file_is_sample=plan.file_is_sample,
        intake=plan.intake,
    )


@dataclass(frozen=True, slots=True)
class ExplainedDates:
    """The date that counts now, if an answer is awaited, and the others, the newest first."""

    awaited: ExplainedWords | None
    others: tuple[ExplainedWords, ...]


def explained_dates(clocks: Sequence[KeptClock], calendar: WorkingCalendar) -> ExplainedDates:
    """Explain every clock of a complaint in the language of the page."""
    awaited = next((clock for clock in reversed(clocks) if _is_awaited(clock)), None)
    earlier = [clock for clock in reversed(clocks) if clock is not awaited]
    return ExplainedDates(
        None if awaited is None else _words(awaited, calendar),
        tuple(_words(clock, calendar) for clock in earlier),
    )


def _is_awaited(clock: KeptClock) -> bool:
    return clock.pending and clock.kind in ANSWERING


def _words(clock: KeptClock, calendar: WorkingCalendar) -> ExplainedWords:
    features = runtime().features
    explanation = explained(clock, calendar, features)
    return explained_words(explanation, current_language(), features.clock_words)
