"""What the settings promise, as the domain counts it: one promise for each stage and category.

All agencies share what is promised while a complaint changes hands.
"""

from __future__ import annotations

from dataclasses import dataclass

from portal.agencies.settings.deadlines import (
    ONE_DAY,
    TWO_DAYS,
    Deadlines,
    DeadlineSettings,
    PauseSettings,
    TimeSettings,
)
from portal.agencies.settings.schema import AgencySettings
from portal.agencies.settings.shared import PortalSettings
from portal.domain.time.promise import Extension, PauseReason, Promise, Stage


def promises_of(settings: AgencySettings) -> dict[tuple[str | None, Stage], Promise]:
    """Return what is promised for each category that has its own deadline, and for all others."""
    return {
        (code, stage): _promise(deadline)
        for code, deadlines in _deadlines(settings)
        for stage in Stage
        if (deadline := getattr(deadlines, stage.value)) is not None
    }


def optional_promises(settings: AgencySettings, stage: str) -> dict[str | None, Promise]:
    """Return what the settings say of a stage that they need not name."""
    return {
        code: _promise(deadline)
        for code, deadlines in _deadlines(settings)
        if (deadline := getattr(deadlines, stage)) is not None
    }


def _deadlines(settings: AgencySettings) -> list[tuple[str | None, Deadlines]]:
    """Return the deadlines of all categories together, then those of each."""
    own = [(category.code, category.deadlines) for category in settings.categories]
    return [(None, settings.deadlines), *own]


def _promise(settings: DeadlineSettings) -> Promise:
    more = settings.extension
    return Promise(
        allowance=settings.within,
        basis=settings.basis.text,
        confidence=settings.confidence,
        extension=Extension(more.times, more.at_most) if more else None,
        silence=settings.silence,
        complete_within=settings.complete_within,
        complete_confidence=settings.complete_confidence,
        pauses=tuple(map(_pause, settings.pauses)),
    )


def _pause(settings: PauseSettings) -> PauseReason:
    return PauseReason(
        code=settings.code,
        name=settings.name.text,
        at_most=settings.at_most,
        times=settings.times,
        confidence=settings.confidence,
    )


def promised_time(settings: TimeSettings) -> Promise:
    """Return a length of time of the settings as a promise."""
    return Promise(settings.within, settings.basis.text, settings.confidence)


@dataclass(frozen=True, slots=True)
class HandingOn:
    """What is promised while nobody who can answer has the complaint yet.

    `intake` is how soon the intake desk hands on what it receives, `transfer` how long the
    complainant may choose what travels before a transfer is carried out, `arbitration` how soon
    the desk decides between agencies that sent a complaint back and forth.
    """

    intake: Promise = ONE_DAY
    transfer: Promise = TWO_DAYS
    arbitration: Promise = TWO_DAYS


def handing_on(settings: PortalSettings) -> HandingOn:
    """Return how soon complaints get to the right agency; the common rule where nothing is said."""
    times = settings.handing_on
    return HandingOn(
        **{name: promised_time(time) for name, time in times or () if time is not None}
    )
