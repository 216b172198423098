"""The explained dates of one complaint: the same facts and words for whoever looks at it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portal.complaints.dates.explaining import explained
from portal.complaints.queries.clocks import KeptClock
from portal.domain.time.calendar import WorkingCalendar
from portal.domain.time.clock import ANSWERING
from portal.pages.current import current_language
from portal.words.explained import ExplainedWords, explained_words


@dataclass(frozen=True, slots=True)
class ExplainedDates:
    """The date that counts now, if an answer is awaited, and the others, the newest first."""

    awaited: ExplainedWords | None
    others: tuple[ExplainedWords, ...]


def explained_dates(clocks: Sequence[KeptClock], calendar: WorkingCalendar) -> ExplainedDates:
    """Explain every clock of a complaint in the language of the page."""
    awaited = next((one for one in reversed(clocks) if _is_awaited(one)), None)
    others = [one for one in reversed(clocks) if one is not awaited]
    return ExplainedDates(
        None if awaited is None else _words(awaited, calendar),
        tuple(_words(one, calendar) for one in others),
    )


def _is_awaited(clock: KeptClock) -> bool:
    return clock.pending and clock.kind in ANSWERING


def _words(clock: KeptClock, calendar: WorkingCalendar) -> ExplainedWords:
    return explained_words(explained(clock, calendar), current_language())
