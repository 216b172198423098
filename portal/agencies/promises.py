"""What the settings promise, as the domain counts it: one promise for each stage and category."""

from __future__ import annotations

from portal.agencies.settings.common import (
    Deadlines,
    DeadlineSettings,
    PauseSettings,
    TimeSettings,
)
from portal.agencies.settings.schema import AgencySettings
from portal.domain.promise import Extension, PauseReason, Promise, Stage


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
