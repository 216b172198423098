"""Which promised dates end because somebody acts in person: said before, and once it is done."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from portal.complaints.queries.kept_clocks import KeptClock
from portal.domain.time.clock import ClockKind
from portal.pages.current import current_language, gettext, runtime
from portal.pages.features import added
from portal.pages.office.case import OpenedCase
from portal.pages.office.case.contributions import EndedByActing
from portal.words.clocks import UNDECLARED
from portal.words.dates import day_words


def ended_by_contact(case: OpenedCase) -> list[ClockKind]:
    """Return the dates that end with the first contact, and with what is an act besides."""
    is_first = case.complaint.taken_in_charge_at is None
    return [*([ClockKind.FIRST_CONTACT] if is_first else []), *ended_by_acting()]


def ended_by_answer(case: OpenedCase) -> list[ClockKind]:
    """Return the dates that end with an answer: its own, and those of any act."""
    clock = case.answer_clock
    return [*ended_by_contact(case), *([ClockKind(clock.kind)] if clock else [])]


def ended_by_acting() -> list[ClockKind]:
    """Return the dates that end whatever somebody does in person."""
    return [ended.kind for ended in added(EndedByActing)]


def said_before(case: OpenedCase, kinds: Iterable[ClockKind]) -> list[str]:
    """Return which dates of these kinds an act will end, in sentences, and which go on then.

    Where it ends none there is nothing to say.
    """
    ended = _owed(case, kinds)
    sentences = [_ends(clock) for clock in ended]
    return [*sentences, *_goes_on(case, ended)] if ended else []


def said_after(case: OpenedCase, kinds: Iterable[ClockKind]) -> str:
    """Return which dates of these kinds an act has ended, of a complaint as it was before it."""
    return " ".join(_has_ended(clock) for clock in _owed(case, kinds))


def kept_words(last_day: date | None, *, in_time: bool) -> str:
    """Return whether what was done kept its date, as the history says it."""
    if last_day is None:
        return gettext("Date tenue.") if in_time else gettext("En retard.")
    day = day_words(last_day, current_language())
    if in_time:
        return gettext("Date tenue : au plus tard le %(day)s.", day=day)
    return gettext("En retard : c’était au plus tard le %(day)s.", day=day)


def _owed(case: OpenedCase, kinds: Iterable[ClockKind]) -> list[KeptClock]:
    clocks = [case.file.clock(kind) for kind in kinds]
    return [clock for clock in clocks if clock and clock.is_owed and clock.last_day]


def _ends(clock: KeptClock) -> str:
    if clock.missed_at is None:
        return gettext("Date tenue, qui ne court plus ensuite : %(what)s.", what=_what(clock))
    return gettext(
        "Date déjà passée, qui ne court plus ensuite : %(what)s. Le retard reste compté.",
        what=_what(clock),
    )


def _has_ended(clock: KeptClock) -> str:
    if clock.missed_at is None:
        return gettext("Date tenue, qui ne court plus : %(what)s.", what=_what(clock))
    return gettext("Fait en retard, la date ne court plus : %(what)s.", what=_what(clock))


def _goes_on(case: OpenedCase, ended: Iterable[KeptClock]) -> list[str]:
    kinds = {clock.kind for clock in ended}
    every = (case.file.clock(ClockKind.FIRST_CONTACT), case.answer_clock)
    going_on = [
        _what(clock)
        for clock in every
        if clock and clock.pending and clock.last_day and clock.kind not in kinds
    ]
    if not going_on:
        return []
    return [gettext("Courent toujours, aux mêmes dates : %(what)s.", what="; ".join(going_on))]


def _what(clock: KeptClock) -> str:
    assert clock.last_day is not None, "only a date that is counted ends"
    words = runtime().features.clock_words.get(ClockKind(clock.kind), UNDECLARED)
    return gettext(
        "%(what)s, au plus tard le %(day)s",
        what=gettext(words.name),
        day=day_words(clock.last_day, current_language()),
    )
